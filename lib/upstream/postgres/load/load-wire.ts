import type { PostgresAccess, PostgresLogin } from '../guarded-client';
import type { ProbeHost, SessionWanted } from '../probe-hosts';

/** What a load is told, once, on its standard input. */
export interface LoadOrder {
  readonly schema: string;
  readonly durationMs: number;
  readonly login: PostgresLogin;
  readonly access: PostgresAccess;
  readonly sides: readonly LoadSideOrder[];
}

export type LoadPurpose = 'writes' | 'reads';

export interface LoadSideOrder {
  readonly purpose: LoadPurpose;
  readonly hosts: readonly ProbeHost[];
  readonly wanted: SessionWanted;
  readonly connections: number;
  /** Of all connections together. */
  readonly ratePerSecond: number;
  /** How many writers there are, for readers to choose one from. */
  readonly writers: number;
}

/** One answer that a connection got, or did not get, at the moment when that was certain. */
export interface LoadAttempt {
  readonly purpose: LoadPurpose;
  /** From 1 on; the writer, where it writes. */
  readonly connection: number;
  readonly atMs: number;
  /** Of the statement, or of connecting where that failed. */
  readonly tookMs: number;
  /** How long connecting took, where it had to connect for this statement. */
  readonly connectMs: number;
  /** The number that was written or read; null when it only tried to connect. */
  readonly number: number | null;
  /** By how many rows a reader saw less than before. */
  readonly backwards: number;
  readonly failure: { readonly sqlstate: string | null; readonly message: string } | null;
}

/** A connection that was made. */
export interface LoadConnect {
  readonly purpose: LoadPurpose;
  readonly atMs: number;
  readonly isAgain: boolean;
  readonly server: { readonly address: string; readonly port: number } | null;
  readonly startedAtMs: number | null;
}

/** What a load tells: one line of JSON each on its standard output. */
export type LoadLine =
  | { readonly type: 'begun'; readonly atMs: number }
  | {
      readonly type: 'second';
      readonly atMs: number;
      readonly attempts: readonly LoadAttempt[];
      readonly connects: readonly LoadConnect[];
    }
  | { readonly type: 'ended'; readonly atMs: number }
  /** It could not even begin. */
  | { readonly type: 'failed'; readonly message: string };
