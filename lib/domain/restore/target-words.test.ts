import { describe, expect, it } from 'vitest';
import { restoreTargetSchema } from '@/lib/contract/restore';
import { isLater, recoverySettings, targetWords } from './target-words';

const time = (at: string) => restoreTargetSchema.parse({ type: 'time', at });
const lsn = (text: string) => restoreTargetSchema.parse({ type: 'lsn', lsn: text });

describe('a target', () => {
  it('in time is told and set in UTC, whatever zone it was given in', () => {
    const target = time('2026-11-22T11:32:10.250+01:00');
    expect(targetWords(target)).toBe('2026-11-22 10:32:10.250+00');
    expect(recoverySettings(target, 7)).toEqual({
      recovery_target_time: '2026-11-22 10:32:10.250+00',
      recovery_target_timeline: '7',
      recovery_target_action: 'pause',
    });
  });

  it('at the end of a timeline says of which, as far as that is known', () => {
    expect(targetWords({ type: 'latest' }, 4)).toBe('the end of timeline 4');
    expect(targetWords({ type: 'latest' })).toBe('the end of the timeline');
    expect(targetWords(time('2026-11-22T11:32:10Z'), 4)).toBe('2026-11-22 11:32:10.000+00');
  });

  it('is set alone: PostgreSQL refuses a second one, even an empty one', () => {
    for (const target of [
      lsn('0/5000000'),
      { type: 'immediate' as const },
      { type: 'xid' as const, xid: '7' },
    ]) {
      const aims = Object.keys(recoverySettings(target, 1)).filter(
        (name) => !['recovery_target_timeline', 'recovery_target_action'].includes(name),
      );
      expect(aims).toHaveLength(1);
    }
  });

  it('at the end of a timeline is none at all, but names the timeline', () => {
    expect(recoverySettings({ type: 'latest' }, 3)).toEqual({ recovery_target_timeline: '3' });
  });
});

describe('going on from one target to another', () => {
  it('is possible to what certainly lies later', () => {
    expect(isLater(time('2026-11-22T10:00:00Z'), time('2026-11-22T10:00:00.001Z'))).toBe(true);
    expect(isLater(lsn('0/FFFFFFFF'), lsn('1/0'))).toBe(true);
    expect(isLater({ type: 'immediate' }, time('2026-11-22T10:00:00Z'))).toBe(true);
    expect(isLater(time('2026-11-22T10:00:00Z'), { type: 'latest' })).toBe(true);
  });

  it('is not, where it lies earlier or cannot be told', () => {
    expect(isLater(time('2026-11-22T10:00:00Z'), time('2026-11-22T10:00:00Z'))).toBe(false);
    expect(isLater(lsn('1/0'), lsn('0/FFFFFFFF'))).toBe(false);
    expect(isLater(time('2026-11-22T10:00:00Z'), lsn('1/0'))).toBe(false);
    expect(isLater({ type: 'latest' }, { type: 'latest' })).toBe(false);
    expect(isLater({ type: 'xid', xid: '7' }, { type: 'xid', xid: '8' })).toBe(false);
  });
});
