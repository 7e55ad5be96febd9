import { describe, expect, test } from 'vitest';
import { complaintsAfter, errorText, logLines, noComplaints, tellingLines } from './pgbackrest-log';
import { expireLastFull, fullBackup, lockedBackup, verifyDamaged } from './recorded-logs';

const linesOf = (text: string) => logLines('', text).lines;

describe('logLines', () => {
  test('reads the same lines wherever the text was cut', () => {
    const whole = linesOf(lockedBackup);
    for (let at = 0; at < lockedBackup.length; at += 7) {
      const first = logLines('', lockedBackup.slice(0, at));
      const second = logLines(first.rest, lockedBackup.slice(at));
      expect([...first.lines, ...second.lines]).toEqual(whole);
    }
  });

  test('reads lines without timestamps, and those from before the log was begun', () => {
    expect(
      linesOf("P00   INFO: check command end\nERROR: [032]: key '2' is not valid for 'repo' option\n"),
    ).toEqual([
      { level: 'info', text: 'check command end', atMs: null },
      { level: 'error', text: "[032]: key '2' is not valid for 'repo' option", atMs: null },
    ]);
  });
});

describe('errorText', () => {
  test('is the reason with its hint, not the sum that stands at the end', () => {
    expect(errorText(complaintsAfter(noComplaints, linesOf(lockedBackup)))).toBe(
      "[050]: unable to acquire lock on file '/srv/lab/repo-host/pgbackrest/lock/demo-backup.lock': Resource temporarily unavailable HINT: is another pgBackRest process running?",
    );
    expect(errorText(complaintsAfter(noComplaints, linesOf(expireLastFull)))).toBe(
      '[075]: repo1: full backup 20261123-221238F cannot be expired until another full backup has been created on this repo',
    );
  });

  test('is null where nothing went wrong', () => {
    expect(errorText(complaintsAfter(noComplaints, linesOf(fullBackup)))).toBeNull();
  });
});

test('a step’s log is not flooded by single files', () => {
  const told = tellingLines(linesOf(fullBackup));
  expect(told.filter((line) => line.includes('backup file'))).toEqual([]);
  expect(told).toContain('new backup label = 20261123-220621F');
});

test('a step’s log has a report once, and every hint', () => {
  const told = tellingLines(linesOf(verifyDamaged));
  expect(told.filter((line) => line.includes('backup: 20261123-221051F'))).toHaveLength(1);
  expect(tellingLines(linesOf(lockedBackup))[1]).toBe('HINT: is another pgBackRest process running?');
});
