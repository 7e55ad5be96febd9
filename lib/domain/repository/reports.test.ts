import { describe, expect, test } from 'vitest';
import { expireReport } from './expire-report';
import {
  expireLastFull,
  expireRetention,
  expireSet,
  expireUnknown,
  lockedBackup,
  verifyDamaged,
  verifyWhole,
} from './recorded-logs';
import { damageText, verifyReport } from './verify-report';

describe('verifyReport', () => {
  test('names what is damaged, although pgBackRest ends without an error', () => {
    const report = verifyReport(verifyDamaged);
    expect(report).toMatchObject({
      status: 'error',
      archives: [{ id: '15-1', checked: 5, valid: 4, other: 1 }],
      backups: [
        { label: '20261123-221044F', status: 'valid', checked: 1278, valid: 1278 },
        { label: '20261123-221051F', status: 'invalid', checked: 1278, valid: 1277, checksumInvalid: 1 },
      ],
    });
    expect(report?.files).toHaveLength(2);
    expect(report?.files[0]).toBe("invalid checksum '20261123-221051F/pg_data/base/1/4156.lz4'");
  });

  test('counts a report that the log repeats once', () => {
    expect(verifyReport(verifyDamaged)?.backups).toHaveLength(2);
  });

  test('is whole when nothing is wrong', () => {
    const report = verifyReport(verifyWhole);
    expect(report).toMatchObject({ status: 'ok', files: [], backups: [{ status: 'valid' }] });
    expect(report?.backups.map((part) => damageText(part, 'files'))).toEqual([null]);
  });

  test('is null, not good, when pgBackRest wrote no report', () => {
    expect(verifyReport(lockedBackup)).toBeNull();
    expect(verifyReport('')).toBeNull();
    expect(verifyReport(verifyWhole.slice(0, verifyWhole.indexOf('status:')))).toBeNull();
  });

  test('what is damaged is told in words', () => {
    const damaged = verifyReport(verifyDamaged)?.backups[1];
    expect(damaged && damageText(damaged, 'files')).toBe('1 with a wrong checksum of 1278 files');
  });
});

describe('expireReport', () => {
  test('names every backup that goes, also those that need the named one', () => {
    expect(expireReport(expireSet).removed).toEqual([
      { repository: 1, label: '20261123-220242F_20261123-220539I' },
      { repository: 1, label: '20261123-220242F' },
    ]);
  });

  test('names the WAL that goes', () => {
    expect(expireReport(expireRetention).archives).toEqual([
      { repository: 1, id: '15-1', start: '0000000100000000', stop: '000000020000000000000049' },
    ]);
  });

  test('has pgBackRest’s reason when it refuses', () => {
    expect(expireReport(expireLastFull).errors[0]).toContain('cannot be expired until another full backup');
    expect(expireReport(expireUnknown)).toMatchObject({
      removed: [],
      warnings: [
        'backup 20200101-000000F does not exist HINT: run the info command and confirm the backup is listed',
      ],
    });
  });

  test('knows the words of versions without repository numbers', () => {
    const old = '2026-11-23 22:12:59.554 P00   INFO: remove expired backup 20261123-221044F\n';
    expect(expireReport(old).removed).toEqual([{ repository: 1, label: '20261123-221044F' }]);
  });
});
