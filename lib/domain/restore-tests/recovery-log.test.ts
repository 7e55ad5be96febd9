import { describe, expect, it } from 'vitest';
import { nothingLogged, readRecoveryLog } from './recovery-log';

/** Of PostgreSQL 15 with pgBackRest 2.45, a segment damaged by hand. */
const damaged = `2026-11-23 22:06:59.691 GMT [14660] LOG:  starting archive recovery
2026-11-23 22:06:59.778 GMT [14660] LOG:  restored log file "000000010000000000000006" from archive
2026-11-23 22:06:59.778 GMT [14660] LOG:  consistent recovery state reached at 0/6012BF8
2026-11-23 22:07:00.194 GMT [14694] FATAL:  the database system is not accepting connections
2026-11-23 22:07:00.194 GMT [14694] DETAIL:  Hot standby mode is disabled.
ERROR: [042]: unable to get 000000010000000000000007:
       repo1: 15-1/0000000100000000/000000010000000000000007-19a1.lz4 [FormatError] lz4 error: [-16] ERROR_decompressionFailed
2026-11-23 22:07:00.452 GMT [14660] LOG:  redo done at 0/6F3FDE0 system usage: CPU: user: 0.01 s, elapsed: 0.73 s
2026-11-23 22:07:00.452 GMT [14660] LOG:  last completed transaction was at log time 2026-11-23 22:06:52.721523+00
2026-11-23 22:07:00.520 GMT [14660] LOG:  restored log file "000000010000000000000006" from archive
2026-11-23 22:07:00.548 GMT [14655] LOG:  database system is ready to accept connections
`;

describe('the log of a recovery', () => {
  it('tells what was fetched, where it ended and that it opened', () => {
    const log = readRecoveryLog(nothingLogged, damaged);
    expect(log).toMatchObject({
      lastSegment: '000000010000000000000006',
      consistentAt: '0/6012BF8',
      redoEnd: '0/6F3FDE0',
      lastTransactionAt: '2026-11-23T22:06:52.721Z',
      isOpen: true,
    });
    expect([...log.segments]).toEqual(['000000010000000000000006']);
  });

  it('keeps what pgBackRest could not read, and not that somebody asked too early', () => {
    expect(readRecoveryLog(nothingLogged, damaged).troubles).toEqual([
      '[042]: unable to get 000000010000000000000007:',
      'repo1: 15-1/0000000100000000/000000010000000000000007-19a1.lz4 [FormatError] lz4 error: [-16] ERROR_decompressionFailed',
    ]);
  });

  it('is the same read in pieces', () => {
    const lines = damaged.split('\n');
    const pieces = [lines.slice(0, 3), lines.slice(3)].map((part) => part.join('\n'));
    const read = pieces.reduce(readRecoveryLog, nothingLogged);
    expect(read).toEqual(readRecoveryLog(nothingLogged, damaged));
  });

  it('tells why it ended before its target', () => {
    const text =
      '2026-11-23 22:07:00.4 GMT [1] FATAL:  recovery ended before configured recovery target was reached';
    expect(readRecoveryLog(nothingLogged, text).troubles).toEqual([
      'recovery ended before configured recovery target was reached',
    ]);
  });

  it('reads moments of zones beside UTC', () => {
    const text = 'LOG:  last completed transaction was at log time 2026-11-23 22:06:52.721523+05:30';
    expect(readRecoveryLog(nothingLogged, text).lastTransactionAt).toBe('2026-11-23T16:36:52.721Z');
  });
});
