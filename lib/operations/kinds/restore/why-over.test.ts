import { expect, it } from 'vitest';
import { whyOver } from './why-over';

const member = { name: 'node2', dataDirectory: '/data' };
const ended =
  '2026-11-28 08:09:20.445 UTC [812] FATAL:  recovery ended before configured recovery target was reached';

it('tells the end of the WAL from a disk on which it cannot be put', () => {
  expect(whyOver(ended, member, '08:09:00')).toMatchObject({
    message: expect.stringContaining('The WAL of this timeline ends before 08:09:00 is reached'),
    isTarget: true,
  });
  const noRoom =
    "P00  ERROR: [082]: unable to write '/data/pg_wal/RECOVERYXLOG': [28] No space left on device\n";
  expect(whyOver(`${noRoom}${ended}`, member, '08:09:00')).toMatchObject({
    message: expect.stringMatching(
      /^Recovery on node2 ended for want of room, not of WAL: P00 {2}ERROR: \[082\]/,
    ),
    command: 'df -h /data',
    isTarget: false,
  });
  // Room was made, and it was started again.
  const again = `${noRoom}${ended}\nLOG:  starting PostgreSQL 15.18 (Debian)\n${ended}`;
  expect(whyOver(again, member, '08:09:00').isTarget).toBe(true);
});

it('gives the last word of PostgreSQL otherwise', () => {
  expect(whyOver('LOG: a\n… FATAL:  out of memory', member, 'x').message).toBe(
    'PostgreSQL on node2 has stopped: out of memory.',
  );
});
