import type { StanzaBackup, StanzaInfo } from './stanza';

/** For tests: a backup with nothing special about it. */
export function exampleBackup(label: string, over: Partial<StanzaBackup> = {}): StanzaBackup {
  return {
    label,
    type: 'full',
    repository: 1,
    databaseId: 1,
    startedAtSeconds: 1_795_383_130,
    endedAtSeconds: 1_795_383_132,
    databaseSizeBytes: 23_267_913,
    databaseDeltaBytes: 23_267_913,
    repositorySizeBytes: 3_086_286,
    repositoryDeltaBytes: 3_086_286,
    walStart: '000000020000000000000008',
    walStop: '000000020000000000000008',
    lsnStart: '0/8000028',
    lsnStop: '0/8000100',
    prior: null,
    references: null,
    error: false,
    annotations: {},
    pgbackrestVersion: '2.45',
    ...over,
  };
}

/** For tests: a stanza of one repository that holds `backups`. */
export function exampleStanza(backups: readonly StanzaBackup[], over: Partial<StanzaInfo> = {}): StanzaInfo {
  return {
    stanza: 'demo',
    status: { code: 0, message: 'ok' },
    repositoriesAreNumbered: true,
    repositories: [{ key: 1, cipher: 'none', status: { code: 0, message: 'ok' } }],
    databases: [{ id: 1, repository: 1, systemIdentifier: '7711111078303520061', version: '15' }],
    archives: [
      {
        id: '15-1',
        databaseId: 1,
        repository: 1,
        min: '000000020000000000000008',
        max: '000000090000000000000017',
      },
    ],
    backups,
    backupRunning: false,
    backupProgress: null,
    ...over,
  };
}

/** For tests: full, differential and two incremental backups, then a second full one; ends are 10 s apart. */
export function exampleChain(): StanzaBackup[] {
  const full = 'F1F';
  const diff = 'F1F_D1D';
  const first = 'F1F_I1I';
  return [
    exampleBackup(full, { endedAtSeconds: 1000 }),
    exampleBackup(diff, { type: 'diff', endedAtSeconds: 1010, prior: full, references: [full] }),
    exampleBackup(first, { type: 'incr', endedAtSeconds: 1020, prior: diff, references: [full, diff] }),
    exampleBackup('F1F_I2I', {
      type: 'incr',
      endedAtSeconds: 1030,
      prior: first,
      references: [full, diff, first],
    }),
    exampleBackup('F2F', { endedAtSeconds: 1040 }),
  ];
}
