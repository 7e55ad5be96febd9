import type { RestorePathAnswer } from '../recovery/restore-path';

/** What was found out about one member's host before a restore; null where it could not be. */
export interface RestoreHost {
  readonly member: string;
  /** Why nothing could be found out; null when it could. */
  readonly trouble: string | null;
  readonly dataDirectory: string | null;
  readonly aheadMs: number | null;
  readonly freeBytes: number | null;
  readonly dataBytes: number | null;
  readonly ownsData: boolean;
  readonly account: string;
  readonly binDirectory: string | null;
  /** Of PostgreSQL while it runs there. */
  readonly socketDirectory: string | null;
  readonly port: number | null;
  /** The major version of the programs there. */
  readonly version: string | null;
  readonly systemIdentifier: string | null;
  readonly isRunning: boolean;
  /** Where its tablespaces and links lead, and the account could not write; absolute paths. */
  readonly unwritable: readonly { readonly what: 'tablespace' | 'link'; readonly path: string }[];
  readonly waitingSegments: number | null;
  /** Why Patroni could not be stopped and started there; null when it seems possible. */
  readonly serviceTrouble: string | null;
  /** Why pgBackRest there does not show the backup set; null when it does, or was not asked. */
  readonly repositoryTrouble: string | null;
}

/** Everything that a restore is judged by, beside the snapshot. */
export interface RestoreFacts {
  readonly answer: RestorePathAnswer;
  readonly hosts: readonly RestoreHost[];
  readonly patroniService: Readonly<
    Record<string, { readonly stop: readonly string[]; readonly start: readonly string[] }>
  >;
  readonly stanza: string;
  /** pgBackRest's configuration on the host that is restored onto. */
  readonly config: string | null;
  readonly repositoryHost: string;
  readonly repositoryConfig: string | null;
  /** Connections of applications to the leader; null where they could not be counted. */
  readonly clients: number | null;
  readonly superuser: string;
  readonly repositoriesAreNumbered: boolean;
}
