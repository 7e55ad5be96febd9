/** Anything that takes SQL: the store itself, or one transaction of it. Parameters are `$1`, `$2`, … */
export interface Queryable {
  query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

export interface Store extends Queryable {
  readonly engine: 'pglite' | 'postgres';
  /** Runs `fn` in one transaction: all of it or, when it throws, nothing. Use `tx` inside, never the store. */
  transaction<Result>(fn: (tx: Queryable) => Promise<Result>): Promise<Result>;
  /** Writes a little; throws, with the reason, while the store cannot be written. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** What a migration needs besides: several statements in one text. */
export interface ScriptRunner extends Queryable {
  script(sql: string): Promise<void>;
}
