import { describe, expect, test } from 'vitest';
import { rewindRefusal } from './rewind-refusal';

const at = '2026-11-22 22:00:01,123';

describe('whether pg_rewind refused a member', () => {
  test('is told in its own words', () => {
    const lines = [
      `${at} INFO: running pg_rewind from dbname=postgres user=postgres host=127.0.0.12`,
      `${at} INFO: pg_rewind exit code=1`,
      `${at} INFO:  stdout=`,
      `${at} INFO:  stderr=pg_rewind: servers diverged at WAL location 0/9000000 on timeline 3`,
      'pg_rewind: error: could not open file "pg_wal/000000030000000000000008": No such file or directory',
      `${at} ERROR: Failed to rewind from healty primary: node2`,
    ];
    expect(rewindRefusal(lines)).toBe(
      'pg_rewind: error: could not open file "pg_wal/000000030000000000000008": No such file or directory',
    );
  });

  test('is known by Patroni’s line where pg_rewind speaks another language', () => {
    expect(rewindRefusal([`${at} INFO: pg_rewind exit code=1`, ' stderr=pg_rewind: Fehler: …'])).toBe(
      'pg_rewind failed',
    );
  });

  test('is not said of one that rewound, waits for a checkpoint, or never ran', () => {
    expect(rewindRefusal([])).toBeNull();
    expect(rewindRefusal([`${at} INFO: Waiting for checkpoint on node2 before rewind`])).toBeNull();
    expect(
      rewindRefusal([`${at} INFO: pg_rewind exit code=1`, `${at} INFO: pg_rewind exit code=0`]),
    ).toBeNull();
  });
});
