/** What a repository's archive of one database really holds, as it was listed: numbers, no names. */
export interface WalListing {
  readonly repository: number;
  readonly archiveId: string;
  readonly listedAtMs: number;
  readonly folders: readonly WalFolder[];
  /** The `.history` files; the text is null where it could not be read. */
  readonly histories: readonly WalHistory[];
}

export interface WalHistory {
  readonly timeline: number;
  /** When the file was archived, in whole seconds. */
  readonly atMs: number;
  readonly text: string | null;
}

/** One folder of the archive: all segments of one timeline whose names begin with the same 16 digits. */
export interface WalFolder {
  readonly timeline: number;
  /** The second eight digits of its segments' names. */
  readonly log: number;
  /** The last eight digits, ascending; `seconds` (of the file's time) and `bytes` stand beside them. */
  readonly inLog: Uint32Array;
  readonly seconds: Uint32Array;
  readonly bytes: Uint32Array;
  /** The last eight digits of segments that are there as `.partial`. */
  readonly partials: readonly number[];
}
