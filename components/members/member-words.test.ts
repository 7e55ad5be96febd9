import { describe, expect, it } from 'vitest';
import { memberState, roleText, tagTexts } from './member-words';

const at = '2026-11-22T21:34:04.549Z';
const later = '2026-11-22T21:34:42.549Z';

describe('what a member is said to be', () => {
  it('is never good while the member itself is silent', () => {
    for (const condition of ['serving', 'working', 'down', 'unknown'] as const) {
      const state = memberState({
        condition,
        state: 'running',
        patroni: { status: 'unreachable', since: later, reason: 'refused', lastAt: at },
      });
      expect(state.tone).not.toBe('ok');
      expect(state).toMatchObject({ silentSince: later, figuresOf: at, past: true });
    }
  });

  it('warns while one answer was missed, and says of when its figures are', () => {
    const state = memberState({
      condition: 'serving',
      state: 'streaming',
      patroni: { status: 'stale', at, since: later, reason: 'timeout' },
    });
    expect(state).toMatchObject({ tone: 'warn', past: true, figuresOf: at });
  });

  it("keeps Patroni's own words where Howdah does not know them", () => {
    expect(roleText({ role: 'unknown', roleWord: 'demoted' })).toBe('demoted');
    expect(
      memberState({ condition: 'unknown', state: 'gardening', patroni: { status: 'fresh', at } }),
    ).toMatchObject({ tone: 'unknown', word: 'gardening', past: false });
  });

  it('lists the tags that are set', () => {
    expect(tagTexts({ nofailover: true, noloadbalance: false, replicatefrom: 'node2', priority: 0 })).toEqual(
      ['nofailover', 'replicatefrom: node2', 'priority: 0'],
    );
  });
});
