import { describe, expect, it } from 'vitest';
import { lsnSchema } from '@/lib/contract/names';
import { type RestoreChoice, restoreChoiceSchema } from '@/lib/contract/restore';
import { isBlocked } from '../preflight';
import type { RecoveryIndex } from './build-recovery-index';
import { exampleHistory, exampleIndex, exampleSet, exampleWal } from './example-archive';
import { resolveRestore } from './resolve-restore';

const nowMs = 10_000_000;
const segmentBytes = 16 * 1024 * 1024;

function at(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function choice(target: unknown, over: Partial<RestoreChoice> = {}): RestoreChoice {
  return { ...restoreChoiceSchema.parse({ target }), ...over };
}

function toTime(seconds: number, over: Partial<RestoreChoice> = {}): RestoreChoice {
  return choice({ type: 'time', at: at(seconds) }, over);
}

function resolved(index: RecoveryIndex, asked: RestoreChoice) {
  const answer = resolveRestore(index, asked, nowMs);
  const levels = Object.fromEntries(answer.checks.map(({ id, level }) => [id, level]));
  return { ...answer, levels, blocked: isBlocked(answer.checks) };
}

function reasonOf(answer: ReturnType<typeof resolved>, id: string): string {
  const check = answer.checks.find((one) => one.id === id);
  return check === undefined ? '' : `${check.title}: ${check.reason}`;
}

/** One timeline: segments 1 to 20, one every 100 s from 1,000 s on; full backups in segments 3 and 10. */
const plain = exampleIndex(
  [exampleWal(1, 1, 20, 1000, 100)],
  [exampleSet('A', 1, 3, 1200), exampleSet('B', 1, 10, 1900)],
  [],
  { current: { timeline: 1, lsn: null } },
);

describe('one timeline', () => {
  it('starts from the newest set that ended before the target, and counts the WAL to it', () => {
    const answer = resolved(plain, toTime(1750));
    expect(answer.blocked).toBe(false);
    expect(answer.path?.set.label).toBe('A');
    expect(answer.path?.timeline).toBe(1);
    expect(answer.path?.wal).toEqual({ first: '000000010000000000000003', last: '000000010000000000000009' });
    expect(answer.path?.walSegments).toBe(7);
    expect(answer.path?.walBytes).toBe(7000);
    expect(answer.path?.lostSeconds).toBe(8250);
    // Whole segments from the target's on, not the 1,000 bytes that the file of each takes.
    expect(answer.path?.lostWalBytes).toBe(12 * segmentBytes);
  });

  it('takes a set whose end is the target itself, and none that ended a moment later', () => {
    expect(resolved(plain, toTime(1900)).path?.set.label).toBe('B');
    expect(resolved(plain, choice({ type: 'time', at: at(1899.999) })).path?.set.label).toBe('A');
  });

  it('blocks what lies before the end of the oldest set, and names the oldest point', () => {
    const answer = resolved(plain, toTime(1199));
    expect(answer.levels.set).toBe('block');
    expect(reasonOf(answer, 'set')).toContain(at(1200));
  });

  it('blocks the future', () => {
    expect(resolved(plain, toTime(10_001)).levels.target).toBe('block');
  });

  it('lets through what is newer than the archive on the timeline that is written now', () => {
    const answer = resolved(plain, toTime(9000));
    expect(answer.blocked).toBe(false);
    expect(reasonOf(answer, 'wal')).toContain('archived before a restore begins');
  });

  it('blocks a named set that ends after the target, and one that is not there', () => {
    expect(resolved(plain, toTime(1750, { set: 'B' })).levels.set).toBe('block');
    expect(resolved(plain, toTime(1750, { set: 'C' })).levels.set).toBe('block');
    expect(resolved(plain, toTime(1950, { set: 'A' })).path?.walSegments).toBe(9);
  });

  it('blocks a repository and a timeline that are not there, by name', () => {
    expect(reasonOf(resolved(plain, toTime(1750, { repository: 2 })), 'set')).toContain('No repository 2');
    expect(reasonOf(resolved(plain, toTime(1750, { timeline: 7 })), 'timeline')).toContain('Timeline 7');
  });

  it('takes a position that is written, from a set that had ended by then', () => {
    const answer = resolved(plain, choice({ type: 'lsn', lsn: '0/A000050' }));
    expect(answer.path?.set.label).toBe('A');
    expect(answer.path?.wal?.last).toBe('00000001000000000000000A');
    expect(resolved(plain, choice({ type: 'lsn', lsn: '0/A000100' })).path?.set.label).toBe('B');
  });

  it('blocks a position that the leader has not written, and warns where that is not known', () => {
    const known = { ...plain, current: { timeline: 1, lsn: '0/15000200' as never } };
    expect(resolved(known, choice({ type: 'lsn', lsn: '0/15000300' })).levels.target).toBe('block');
    expect(resolved(known, choice({ type: 'lsn', lsn: '0/15000100' })).blocked).toBe(false);
    expect(resolved(plain, choice({ type: 'lsn', lsn: '0/15000100' })).levels.target).toBe('warn');
  });

  it('loses nothing at the latest, and everything since the set at its immediate end', () => {
    expect(resolved(plain, choice({ type: 'latest' })).path).toMatchObject({
      lostWalBytes: 0,
      lostSeconds: 0,
      walSegments: 11,
    });
    const immediate = resolved(plain, choice({ type: 'immediate' }, { set: 'A' }));
    expect(immediate.path).toMatchObject({ walSegments: 1, lostSeconds: 8800 });
    expect(resolved(plain, choice({ type: 'immediate' })).path?.set.label).toBe('B');
  });

  it('does not pretend to know where a transaction or an unknown restore point lies', () => {
    for (const target of [
      { type: 'xid', xid: '1234' },
      { type: 'name', name: 'before' },
    ]) {
      const answer = resolved(plain, choice(target));
      expect(answer.levels).toMatchObject({ target: 'warn', set: 'warn' });
      expect(answer.path).toMatchObject({ wal: null, walSegments: null, lostSeconds: null });
    }
  });

  it('aims at no name that PostgreSQL’s settings would read as another', () => {
    const target = { type: 'name' as const, name: 'back\\slash' };
    const answer = resolved(plain, { target, timeline: null, set: null, repository: null });
    expect(answer.levels).toMatchObject({ timeline: 'block' });
    expect(answer.path).toBeNull();
  });

  it('takes a restore point that Howdah has set as the position that it is', () => {
    const point = { name: 'before', timeline: 1, lsn: '0/8000100' as never, atMs: 1_700_000 };
    const answer = resolved({ ...plain, restorePoints: [point] }, choice({ type: 'name', name: 'before' }));
    expect(answer.path?.set.label).toBe('A');
    expect(answer.path?.wal?.last).toBe('000000010000000000000008');
  });
});

describe('a set that is not sound', () => {
  const incomplete = exampleSet('B', 1, 10, 1900, { type: 'incr', references: ['gone'] });

  it('is passed over, and it is said why', () => {
    const index = exampleIndex([exampleWal(1, 1, 20, 1000, 100)], [exampleSet('A', 1, 3, 1200), incomplete]);
    const answer = resolved(index, toTime(1950));
    expect(answer.path?.set.label).toBe('A');
    expect(answer.levels.set).toBe('warn');
    expect(reasonOf(answer, 'set')).toContain('B');
  });

  it('blocks when it was named, and names what it lacks', () => {
    const index = exampleIndex([exampleWal(1, 1, 20, 1000, 100)], [exampleSet('A', 1, 3, 1200), incomplete]);
    const answer = resolved(index, toTime(1950, { set: 'B' }));
    expect(answer.levels.chain).toBe('block');
    expect(reasonOf(answer, 'chain')).toContain('gone');
  });

  it('is used when it has page checksum errors and there is no other, with a warning', () => {
    const index = exampleIndex(
      [exampleWal(1, 1, 20, 1000, 100)],
      [exampleSet('A', 1, 3, 1200, { error: true })],
    );
    expect(resolved(index, toTime(1950)).levels.chain).toBe('warn');
  });

  it('of another database never fits, and says so', () => {
    const index = exampleIndex(
      [exampleWal(1, 1, 20, 1000, 100)],
      [exampleSet('A', 1, 3, 1200), exampleSet('OLD', 1, 5, 1400, { databaseId: 9 })],
    );
    expect(resolved(index, toTime(1950)).path?.set.label).toBe('A');
    const named = resolved(index, toTime(1950, { set: 'OLD' }));
    expect(named.path).toBeNull();
    expect(reasonOf(named, 'set')).toContain('another database');
  });
});

describe('a gap', () => {
  const gapped = exampleIndex(
    [exampleWal(1, 1, 20, 1000, 100, [6])],
    [exampleSet('A', 1, 3, 1200), exampleSet('B', 1, 10, 1900)],
    [],
    { current: { timeline: 1, lsn: null } },
  );

  it('blocks every moment after it until the next set has ended, and names the segment', () => {
    expect(resolved(gapped, toTime(1400)).blocked).toBe(false);
    for (const seconds of [1401, 1500, 1650, 1899]) {
      const answer = resolved(gapped, toTime(seconds));
      expect(answer.levels.wal).toBe('block');
      expect(reasonOf(answer, 'wal')).toContain('000000010000000000000006');
    }
    expect(resolved(gapped, toTime(1900)).blocked).toBe(false);
  });

  it('is shown where somebody needs it, and nowhere else', () => {
    expect(gapped.repositories[0]?.lanes[0]?.gaps).toMatchObject([{ first: 6, last: 6, fromMs: 1_400_000 }]);
    const expired = exampleIndex([exampleWal(1, 1, 20, 1000, 100, [6])], [exampleSet('B', 1, 10, 1900)]);
    expect(expired.repositories[0]?.lanes[0]?.gaps).toEqual([]);
  });
});

/** A switchover in segment 9: it is on timeline 1 as `.partial` alone, and timeline 2 begins with a copy of it. */
const switched = exampleIndex(
  [exampleWal(1, 1, 8, 1000, 100, [], [9]), exampleWal(2, 9, 20, 1850, 100)],
  [exampleSet('A', 1, 3, 1200), exampleSet('B', 2, 12, 2150)],
  [exampleHistory(2, 1790, [[1, '0/90000A0']])],
  { current: { timeline: 2, lsn: null } },
);

describe('a switchover', () => {
  it('goes on from the set of the old timeline along the new one', () => {
    const answer = resolved(switched, toTime(1900));
    expect(answer.blocked).toBe(false);
    expect(answer.path?.timeline).toBe(2);
    expect(answer.path?.set.label).toBe('A');
    expect(answer.path?.wal).toEqual({ first: '000000010000000000000003', last: '00000002000000000000000A' });
    expect(answer.path?.walSegments).toBe(8);
  });

  it('names the old timeline for a moment well before the switch', () => {
    expect(resolved(switched, toTime(1500)).path?.timeline).toBe(1);
  });

  it('reaches the last moments before the switch along the new timeline, because the old one lacks them', () => {
    const answer = resolved(switched, toTime(1780));
    expect(answer.blocked).toBe(false);
    expect(answer.path?.timeline).toBe(2);
    expect(reasonOf(answer, 'timeline')).toContain('Timeline 1 was written then');
    const named = resolved(switched, toTime(1780, { timeline: 1 }));
    expect(named.levels.wal).toBe('block');
  });

  it('does so also when the former leader archived its last segment after the switch', () => {
    const late = { timeline: 1, seconds: new Map([[9, 1880]]) };
    const index = exampleIndex(
      [exampleWal(1, 1, 8, 1000, 100), late, exampleWal(2, 9, 20, 1850, 100)],
      [exampleSet('A', 1, 3, 1200)],
      [exampleHistory(2, 1790, [[1, '0/90000A0']])],
      { current: { timeline: 2, lsn: null } },
    );
    expect(resolved(index, toTime(1780)).path).toMatchObject({ timeline: 2, walSegments: 7 });
    expect(resolved(index, toTime(1650)).path?.timeline).toBe(1);
  });

  it('does the same for a position', () => {
    expect(resolved(switched, choice({ type: 'lsn', lsn: '0/9000050' })).path?.timeline).toBe(2);
    expect(resolved(switched, choice({ type: 'lsn', lsn: '0/8000050' })).path?.timeline).toBe(1);
  });

  it('shows no gap for the segment that is there only as .partial', () => {
    expect(switched.repositories[0]?.lanes.map(({ gaps }) => gaps)).toEqual([[], []]);
    expect(switched.repositories[0]?.lanes[0]?.partial).toBe(9);
  });

  it('shows a gap at the end of the old timeline when the new one needs more of it', () => {
    const torn = exampleIndex(
      [exampleWal(1, 1, 6, 1000, 100), exampleWal(2, 9, 20, 1850, 100)],
      [exampleSet('A', 1, 3, 1200)],
      [exampleHistory(2, 1790, [[1, '0/90000A0']])],
      { current: { timeline: 2, lsn: null } },
    );
    expect(torn.repositories[0]?.lanes[0]?.gaps).toMatchObject([{ first: 7, last: 8 }]);
    expect(resolved(torn, toTime(1900)).levels.wal).toBe('block');
  });

  it('uses no set of a timeline whose origin is not known', () => {
    const lost = exampleIndex(
      [exampleWal(1, 1, 8, 1000, 100), exampleWal(2, 9, 20, 1850, 100)],
      [exampleSet('A', 1, 3, 1200)],
    );
    const answer = resolved(lost, toTime(1950));
    expect(answer.levels).toMatchObject({ timeline: 'warn', set: 'block' });
  });
});

/**
 * Timeline 1 was written until 3,000 s; then the cluster was taken back to 1,650 s (in segment 8, as archived at
 * 1,700 s), and timeline 2 grew from there.
 */
const restored = exampleIndex(
  [exampleWal(1, 1, 20, 1000, 100), exampleWal(2, 8, 14, 3200, 100)],
  [exampleSet('A', 1, 3, 1200), exampleSet('B', 1, 15, 2400), exampleSet('C', 2, 10, 3400)],
  [exampleHistory(2, 3050, [[1, '0/8000500']])],
  { current: { timeline: 2, lsn: null } },
);

describe('after a restore', () => {
  it('finds the moments that were abandoned on the timeline that held them', () => {
    const answer = resolved(restored, toTime(2600));
    expect(answer.blocked).toBe(false);
    expect(answer.path).toMatchObject({ timeline: 1, walSegments: 3 });
    expect(answer.path?.set.label).toBe('B');
  });

  it('loses all that was written since the restore when it goes back to an abandoned moment', () => {
    const answer = resolved(restored, toTime(2600));
    expect(answer.path?.lostSeconds).toBe(10_000 - 3050);
    expect(answer.path?.lostWalBytes).toBe(0xf00_0000 - 0x800_0500);
  });

  it('counts to where the leader writes, and from a position that is given', () => {
    const current = { timeline: 2, lsn: lsnSchema.parse('0/3A000000') };
    const live = exampleIndex(
      [exampleWal(1, 1, 20, 1000, 100), exampleWal(2, 8, 14, 3200, 100)],
      [exampleSet('A', 1, 3, 1200)],
      [exampleHistory(2, 3050, [[1, '0/8000500']])],
      { current },
    );
    expect(resolved(live, toTime(2600)).path?.lostWalBytes).toBe(0x3a00_0000 - 0x800_0500);
    expect(resolved(live, choice({ type: 'lsn', lsn: '0/60D5C10' })).path?.lostWalBytes).toBe(
      0x3a00_0000 - 0x60d_5c10,
    );
  });

  it('never starts from a set that was taken after the line was left', () => {
    expect(resolved(restored, toTime(3300)).path?.set.label).toBe('A');
    expect(resolved(restored, toTime(3300, { set: 'B' })).levels.set).toBe('block');
    expect(resolved(restored, toTime(3500)).path?.set.label).toBe('C');
  });

  it('goes back before the fork on the old timeline', () => {
    const answer = resolved(restored, toTime(1450));
    expect(answer.path).toMatchObject({ timeline: 1, lostSeconds: 8550 });
    // Segment 6 and 7 of timeline 1, and what timeline 2 has.
    expect(answer.path?.lostWalBytes).toBe(9 * segmentBytes);
  });

  it('stays on the abandoned timeline even where the new one left it in its last segment', () => {
    const index = exampleIndex(
      [exampleWal(1, 1, 20, 1000, 100), exampleWal(2, 20, 25, 3200, 100)],
      [exampleSet('A', 1, 3, 1200)],
      [exampleHistory(2, 3050, [[1, '0/14000500']])],
      { current: { timeline: 2, lsn: null } },
    );
    expect(resolved(index, toTime(2880)).path?.timeline).toBe(1);
  });

  it('warns when a timeline is named that was not written at that moment', () => {
    expect(resolved(restored, toTime(2600, { timeline: 2 })).levels.timeline).toBe('warn');
  });

  it('takes a position on the line of today, and on the abandoned timeline when that is named', () => {
    expect(resolved(restored, choice({ type: 'lsn', lsn: '0/9000100' })).path?.timeline).toBe(2);
    expect(resolved(restored, choice({ type: 'lsn', lsn: '0/7000100' })).path?.timeline).toBe(1);
    const abandoned = resolved(restored, choice({ type: 'lsn', lsn: '0/10000100' }, { timeline: 1 }));
    expect(abandoned.path?.set.label).toBe('B');
    expect(abandoned.blocked).toBe(false);
  });

  it('says that the old timeline has ended, for moments at which nothing was written', () => {
    const answer = resolved(restored, toTime(3040));
    expect(answer.levels.wal).toBe('block');
    expect(reasonOf(answer, 'wal')).toContain('Choose the end of timeline 1');
    expect(resolved(restored, choice({ type: 'latest' }, { timeline: 1 })).blocked).toBe(false);
  });
});
