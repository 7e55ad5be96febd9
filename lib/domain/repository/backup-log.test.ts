import { describe, expect, test } from 'vitest';
import { backupLogAfter, copyRate, emptyBackupLog, mainOrigin, memberAt } from './backup-log';
import { fullBackup, resumedBackup, stoppedBackup } from './recorded-logs';

const read = (text: string) => backupLogAfter(emptyBackupLog, text).log;
const members = ['node1', 'node2', 'node3'].map((name, index) => ({
  name,
  host: `10.0.0.1${index + 1}`,
  dataDirectory: `/srv/lab/${name}/home/data`,
}));

describe('backupLogAfter', () => {
  test('finds the label, and how far the copying is', () => {
    const copying = read(fullBackup.slice(0, fullBackup.indexOf('P03 DETAIL')));
    expect(copying).toMatchObject({ phase: 'copying', fraction: 0.3729, label: null, files: 4 });
    expect(read(fullBackup)).toMatchObject({
      phase: 'ended',
      fraction: 1,
      label: '20261123-220621F',
      errors: [],
      isResumed: false,
    });
  });

  test('comes to the same wherever the log was cut', () => {
    const whole = read(fullBackup);
    for (let at = 0; at < fullBackup.length; at += 97) {
      const half = backupLogAfter(emptyBackupLog, fullBackup.slice(0, at)).log;
      expect(backupLogAfter(half, fullBackup.slice(at)).log).toEqual(whole);
    }
  });

  test('says what the expiry after it removed, and that a broken backup was gone on with', () => {
    expect(read(resumedBackup)).toMatchObject({ expired: ['20261123-221044F'], isResumed: true });
  });

  test('one that was stopped has no label', () => {
    expect(read(stoppedBackup)).toMatchObject({ phase: 'ended', label: null });
  });

  test('never goes back when processes report out of order', () => {
    const line = (percent: string) =>
      `2026-11-23 22:06:23.731 P01 DETAIL: backup file db1:/data/base/5/1 (1GB, ${percent}%) checksum ab\n`;
    expect(read(line('20.00') + line('10.00')).fraction).toBe(0.2);
  });
});

describe('the member that was copied from', () => {
  test('is the one that most bytes came from, by its data folder', () => {
    expect(memberAt(mainOrigin(read(fullBackup)), members)).toBe('node2');
  });

  test('is found by the host where pgBackRest names one', () => {
    const text = [
      '2026-11-23 22:06:23.731 P01 DETAIL: backup file node1:/pg/global/pg_control (8KB, 0.10%) checksum ab\n',
      '2026-11-23 22:06:24.731 P02 DETAIL: backup file node3:/pg/base/5/16411 (284MB, 90.33%) checksum cd\n',
    ].join('');
    const same = members.map((member) => ({ ...member, dataDirectory: '/pg' }));
    expect(memberAt(mainOrigin(read(text)), same)).toBe('node3');
  });

  test('is not guessed at when several have the same folder and no host is named', () => {
    const same = members.map((member) => ({ ...member, dataDirectory: '/srv/lab/node2/home/data' }));
    expect(memberAt(mainOrigin(read(fullBackup)), same)).toBeNull();
    expect(memberAt(null, members)).toBeNull();
  });
});

test('a rate is told once it says something', () => {
  expect(copyRate(read(fullBackup))).toBeNull();
  const at = (second: string) =>
    `2026-11-23 22:06:${second} P01 DETAIL: backup file db1:/data/base/5/1 (10MB, 20.00%) checksum ab\n`;
  expect(copyRate(read(at('20.000') + at('22.000')))).toBe((20 * 1024 * 1024) / 2);
});
