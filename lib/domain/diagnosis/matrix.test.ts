import { describe, expect, it } from 'vitest';
import { diagnose, verdictOf } from './diagnose';
import type { Fault } from './fixtures/fault';
import { causesOf, evidenceOf, faults } from './fixtures/matrix';
import { type Shape, shapes, streams, wellStarted } from './fixtures/shapes';
import { formats, languages } from './fixtures/written-log';
import { unreadLog } from './log/postgres-log';
import { allPatterns } from './patterns/all-patterns';

const cells = faults.flatMap((fault) =>
  shapes
    .filter((shape) => fault.leaves(shape) !== null)
    .map((shape) => ({ fault, shape, cell: `${fault.name}: ${shape}` })),
);
const named = (causes: ReturnType<typeof causesOf>) =>
  (causes ?? []).map(({ id, certainty }) => `${id} ${certainty}`);

function wanted({ cause, certainty, unread, beside = [] }: Fault, isRead: boolean): string[] {
  const sure = isRead ? certainty : (unread ?? certainty);
  const first = cause === null || sure === 'nothing' ? [] : [`${cause} ${sure}`];
  return [...first, ...beside.map((id) => `${id} likely`)];
}

describe('each fault on each kind of member', () => {
  it('there is one for each pattern', () => {
    const caused = new Set(faults.flatMap(({ cause }) => cause ?? []));
    expect([...caused].sort()).toEqual(allPatterns.map(({ id }) => id).sort());
  });

  it.each(cells)('$cell: is given its own cause and no other', ({ fault, shape }) => {
    expect(named(causesOf(fault, shape))).toEqual(wanted(fault, true));
  });

  it.each(cells)('$cell: also by a log in another language or format', ({ fault, shape }) => {
    const writings = [
      ...languages.map((language) => ({ language, format: 'stderr' as const })),
      ...formats.map((format) => ({ language: 'de' as const, format })),
    ];
    for (const writing of writings) {
      const causes = named(causesOf(fault, shape, writing));
      expect(causes, JSON.stringify(writing)).toEqual(wanted(fault, writing.language !== 'unknown'));
    }
  });

  it.each(cells)('$cell: names nothing once it is over, whatever the log still tells', ({ fault, shape }) => {
    const old = (fault.leaves(shape)?.log ?? []).map((line) =>
      typeof line === 'string' ? line : ([line[0] + 600, line[1], line[2]] as const),
    );
    for (const language of languages) {
      const evidence = evidenceOf(
        shape,
        { log: [...old, ...wellStarted(shape, 300)] },
        { language, format: 'stderr' },
      );
      expect(named(diagnose(evidence, 'demo')), language).toEqual([]);
      expect(verdictOf(evidence, [], true)).toBe('healthy');
    }
  });
});

describe('what was there before another fault', () => {
  const logged = cells.filter(({ fault, shape }) => (fault.leaves(shape)?.log ?? []).length > 0);

  it.each(cells)('$cell: is not taken for it', ({ fault, shape }) => {
    const left = fault.leaves(shape);
    for (const before of logged.filter((one) => one.shape === shape && one.fault !== fault)) {
      const old = (before.fault.leaves(shape)?.log ?? []).map((line) =>
        typeof line === 'string' ? line : ([line[0] + 3600, line[1], line[2]] as const),
      );
      const log = [...old, ...(left?.log ?? wellStarted(shape, 400))];
      for (const language of ['en', 'unknown'] as const) {
        const evidence = evidenceOf(shape, { ...left, log }, { language, format: 'csvlog' });
        expect(named(diagnose(evidence, 'demo')), `${before.fault.name}, ${language}`).toEqual(
          wanted(fault, language !== 'unknown'),
        );
      }
    }
  });
});

describe('a live stream beats any line of a log', () => {
  const followers: readonly Shape[] = ['replica', 'cascade', 'standby leader'];
  const told = faults.filter(({ cause }) =>
    ['diverged', 'wal-gone', 'slot-missing', 'wal-does-not-fit', 'replication-password'].includes(
      cause ?? '',
    ),
  );

  it.each(told)('$name', (fault) => {
    for (const shape of followers) {
      const left = fault.leaves(shape);
      if (left === null) continue;
      const evidence = evidenceOf(shape, { ...left, patroni: { isStreaming: true, isServing: true } });
      expect(diagnose(evidence, 'demo')).toEqual([]);
    }
    expect(fault.cause).not.toBeNull();
  });
});

describe('a log in a language of which no message is known', () => {
  it('is said not to be read, one in a known language is', () => {
    const log = [...wellStarted('replica', 400), streams(5)];
    const told = languages.map((language) =>
      unreadLog(evidenceOf('replica', { log }, { language, format: 'stderr' }).postgresLog),
    );
    expect(told.map((text) => text === null)).toEqual([true, true, true, true, true, false]);
    expect(told.at(-1)).toMatch(/not in English.*lc_messages/);
  });
});

describe('each pattern', () => {
  it.each(allPatterns.map((pattern) => ({ id: pattern.id, pattern })))(
    '$id says what would rule it out',
    ({ pattern }) => {
      const words = pattern.ruledOutBy.map((one) => one.words);
      expect(words.every((text) => /^[A-Z].*\.$/.test(text) || /^pg/.test(text))).toBe(true);
      const fault = faults.find(({ cause }) => cause === pattern.id);
      for (const { holds } of pattern.ruledOutBy)
        for (const shape of shapes) {
          const left = fault?.leaves(shape) ?? null;
          if (left !== null) expect(holds(evidenceOf(shape, left))).toBe(false);
        }
    },
  );
});
