import type { Backup } from '@/lib/contract/backups';
import type { Check } from '@/lib/contract/operations';

/** One way from a backup set to a target, as far as the repository can tell before it is walked. */
export interface RestorePath {
  readonly set: Backup;
  /** What the set needs, oldest first, itself last. */
  readonly chain: readonly Backup[];
  readonly repository: number;
  /** To be named to pgBackRest and PostgreSQL: the timeline that contains the target. */
  readonly timeline: number;
  /** The segments that will be fetched, first and last by name; null for a target without known place (xid, name). */
  readonly wal: { readonly first: string; readonly last: string } | null;
  readonly walSegments: number | null;
  /** As they lie in the repository, compressed: what is fetched. */
  readonly walBytes: number | null;
  /** What the cluster has after the target, up to now, and would lose; null where the target's place is not known. */
  readonly lostSeconds: number | null;
  /** Likewise as in the repository, the target's own segment included; what is not archived yet by its positions. */
  readonly lostWalBytes: number | null;
}

/** `checks` say why: whatever blocks there makes the path impossible, and `path` may then be null. */
export interface RestorePathAnswer {
  readonly path: RestorePath | null;
  /** With the ids `target`, `set`, `chain`, `wal`, `timeline`. */
  readonly checks: readonly Check[];
}
