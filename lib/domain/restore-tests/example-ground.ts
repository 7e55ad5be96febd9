import { exampleBackup, exampleStanza } from '../backup-examples';
import { indexBackups } from '../backup-index';
import { pass } from '../preflight';
import type { RestoreTestGround } from './judge-restore-test';
import { pathFromBackups } from './path-from-backups';

const { path } = pathFromBackups(
  indexBackups(exampleStanza([exampleBackup('20261123-221702F')]), null),
  { target: { type: 'latest' }, timeline: null, set: null, repository: null },
  { reason: '', timeline: 2 },
);

/** For tests: a host and a repository on which a restore test may begin. */
export const exampleGround: RestoreTestGround = {
  host: 'repo',
  directory: '/srv/tests',
  port: 5432,
  major: '15',
  amcheck: null,
  assertions: 1,
  dataFolders: ['/var/lib/postgresql/15/main'],
  hostTrouble: null,
  repositoryTrouble: null,
  found: {
    account: 'postgres',
    isRoot: false,
    pgbackrestVersion: '2.45',
    directory: '/srv/tests',
    directoryTrouble: null,
    isWritable: true,
    freeBytes: 100_000_000_000,
    dataFolderAround: null,
    repositoryAround: null,
    runningData: [],
    leftovers: [],
    binDirectory: '/usr/lib/postgresql/15/bin',
    postgresVersion: '15.18',
    hasPsql: true,
    hasAmcheck: true,
  },
  answer: {
    path,
    checks: [pass('set', 'From 20261123-221702F', '')],
  },
};
