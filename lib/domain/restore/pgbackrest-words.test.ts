import { expect, it } from 'vitest';
import { pgbackrestError, restoreProgress } from './pgbackrest-words';

const log = `2026-11-23 22:19:16.023 P01 DETAIL: restore file /data/base/5/2619 (80KB, 45.21%) checksum 6a1
2026-11-23 22:19:16.031 P02 DETAIL: restore file /data/base/1/1255 (bundle 20261123-221810F/1/0, 784KB, 51.00%) checksum 6a1
2026-11-23 22:19:16.040 P01 DETAIL: restore file /data/base/1/1259 - exists and matches backup (112KB, 51.40%) checksum 3d0
`;

it('counts the files of a restore and takes its percentage, bundled or not, copied or found to match', () => {
  const progress = restoreProgress({ files: 2, fraction: 0.1 }, log);
  expect(progress.files).toBe(5);
  expect(progress.fraction).toBeCloseTo(0.514);
});

it('tells the last error of pgBackRest with its hints, and nothing where there is none', () => {
  const text = `${log}P00  ERROR: [038]: unable to restore while PostgreSQL is running
                    HINT: presence of 'postmaster.pid' indicates PostgreSQL is running.
P00   INFO: restore command end: aborted with exception [038]`;
  expect(pgbackrestError(text)).toBe(
    "[038]: unable to restore while PostgreSQL is running HINT: presence of 'postmaster.pid' indicates PostgreSQL is running.",
  );
  expect(pgbackrestError(log)).toBeNull();
});
