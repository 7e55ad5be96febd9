import { expect, it } from 'vitest';
import { archiveErrorIn } from './archive-error';

it('gives pgBackRest’s own words without its hints', () => {
  const log = `2026-11-23 13:00:01.100 UTC [77] LOG:  checkpoint complete
2026-11-23 13:00:02.000 P00  ERROR: [082]: WAL segment 000000010000000000000009 was not archived before the 60000ms timeout
            HINT: check the archive_command to ensure that all options are correct
2026-11-23 13:00:02.010 UTC [78] LOG:  archive command failed with exit code 82
2026-11-23 13:00:02.010 UTC [78] DETAIL:  The failed archive command was: pgbackrest archive-push`;
  expect(archiveErrorIn(log)).toBe(
    '[082] WAL segment 000000010000000000000009 was not archived before the 60000ms timeout',
  );
});

it('reads what pgBackRest 2.45 leaves in the log of a PostgreSQL whose repository is gone', () => {
  const log = `ERROR: [103]: unable to find a valid repository:
       repo1: [FileMissingError] unable to load info file '/repo/archive/demo/archive.info':
       HINT: archive.info cannot be opened but is required to push/get WAL segments.
2026-11-23 14:41:59.357 UTC [10641] LOG:  archive command failed with exit code 103`;
  expect(archiveErrorIn(log)).toBe(
    "[103] unable to find a valid repository: repo1: [FileMissingError] unable to load info file '/repo/archive/demo/archive.info':",
  );
});

it('gives the exit code of a command that said nothing', () => {
  const log = '2026-11-23 13:00:02.010 UTC [78] LOG:  archive command failed with exit code 1\n';
  expect(archiveErrorIn(log)).toBe('archive command failed with exit code 1');
});

it('claims nothing from a log without a failure', () => {
  expect(archiveErrorIn('2026-11-23 13:00:01.100 UTC [77] LOG:  checkpoint complete\n')).toBeNull();
});
