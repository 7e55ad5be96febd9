import { describe, expect, it } from 'vitest';
import type { Check, Plan, PlanOption } from '@/lib/contract/operations';
import { planSchema } from '@/lib/contract/operations';
import { clusterChecks, firstChoice, inShownOrder, startState, switchoverInput } from './switchover-choice';

const now = new Date('2026-11-22T22:00:00.000Z');
const seen = { now, planAgeMs: 500, planTrouble: null };
const blocking: Check = {
  id: 'nofailover',
  level: 'block',
  title: 'tagged nofailover',
  reason: 'it is tagged nofailover',
};

function option(value: string | null, verdict: PlanOption['verdict'], best = false): PlanOption {
  return {
    value,
    label: value ?? 'Let Patroni choose',
    verdict,
    best,
    checks: verdict === 'blocked' ? [blocking] : [],
  };
}

function plan(changes: Partial<Plan> = {}): Plan {
  return {
    ...planSchema.parse({
      cluster: 'orders',
      kind: 'switchover',
      at: now.toISOString(),
      title: 'Switch over orders',
      effect: 'Writes stop for about 4 s.',
      input: { candidate: 'node1', leader: 'node2', at: null },
      checks: [],
      blocked: false,
      options: {
        field: 'candidate',
        choices: [option('node1', 'safe', true), option('node3', 'care'), option('node4', 'blocked')],
      },
      steps: [],
      commands: [],
      confirm: 'button',
      confirmLabel: 'Switch over to node1',
    }),
    ...changes,
  };
}

describe('the first choice', () => {
  it('is the best candidate', () => {
    expect(firstChoice([option('node3', 'care'), option('node1', 'safe', true)])).toBe('node1');
  });

  it('is never a blocked one', () => {
    expect(firstChoice([option('node4', 'blocked', true), option('node3', 'care')])).toBe('node3');
    expect(firstChoice([option('node4', 'blocked'), option(null, 'blocked')])).toBeUndefined();
  });
});

describe('the button of the switchover dialog', () => {
  it('names what it will do and can be pressed when every check allows it', () => {
    expect(startState(plan(), { candidate: 'node1', at: null }, seen)).toEqual({
      label: 'Switch over to node1',
      ready: true,
      why: null,
    });
  });

  it('names the time of a scheduled one', () => {
    const at = '2026-11-22T23:30:00.000Z';
    const scheduled = plan({ input: { candidate: 'node1', leader: 'node2', at } });
    const state = startState(scheduled, { candidate: 'node1', at }, seen);
    expect(state.ready).toBe(true);
    expect(state.label).toMatch(/^Schedule a switchover to node1 at \d\d:\d\d/);
  });

  it('says why when the chosen candidate has become blocked', () => {
    const state = startState(plan(), { candidate: 'node4', at: null }, seen);
    expect(state).toMatchObject({ ready: false, why: 'node4: it is tagged nofailover' });
  });

  it('says so when the chosen candidate is gone', () => {
    const state = startState(plan(), { candidate: 'node9', at: null }, seen);
    expect(state).toMatchObject({ ready: false, why: 'node9 is no longer a candidate.' });
  });

  it('cannot be pressed on the checks of another choice', () => {
    expect(startState(plan(), { candidate: 'node3', at: null }, seen).ready).toBe(false);
    const later = { candidate: 'node1', at: '2026-11-22T23:30:00.000Z' };
    expect(startState(plan(), later, seen).ready).toBe(false);
  });

  it('cannot be pressed when a check of the cluster blocks, and says which', () => {
    const blocked = plan({ blocked: true, checks: [{ ...blocking, reason: 'an operation runs' }] });
    const state = startState(blocked, { candidate: 'node1', at: null }, seen);
    expect(state).toMatchObject({ ready: false, why: 'an operation runs' });
  });

  it('cannot be pressed on checks that could not be refreshed', () => {
    const old = { now, planAgeMs: 9000, planTrouble: 'no answer' };
    expect(startState(plan(), { candidate: 'node1', at: null }, old)).toMatchObject({
      ready: false,
      why: 'The checks could not be refreshed: no answer',
    });
  });

  it('cannot be pressed on old checks, as after a tab was hidden', () => {
    const old = { now, planAgeMs: 9000, planTrouble: null };
    expect(startState(plan(), { candidate: 'node1', at: null }, old).ready).toBe(false);
  });

  it('cannot schedule into the past', () => {
    const at = '2026-11-22T21:59:59.000Z';
    const past = plan({ input: { candidate: 'node1', at } });
    expect(startState(past, { candidate: 'node1', at }, seen)).toMatchObject({
      ready: false,
      why: 'That time has passed.',
    });
  });
});

describe('the candidates', () => {
  it('keep their places while the dialog is open, also when another becomes the best', () => {
    const later = [option('node3', 'safe', true), option('node1', 'blocked'), option(null, 'safe')];
    const values = inShownOrder(later, ['node1', 'node3', null]).map(({ value }) => value);
    expect(values).toEqual(['node1', 'node3', null]);
  });

  it('that come later stand below those that were there, above the choice of Patroni', () => {
    const later = [option('node9', 'safe', true), option('node1', 'safe'), option(null, 'safe')];
    const values = inShownOrder(later, ['node1', 'node3', null]).map(({ value }) => value);
    expect(values).toEqual(['node1', 'node9', null]);
  });
});

describe('the checks above the candidates', () => {
  it('leave out what is said beside the chosen candidate, and what passed', () => {
    const other: Check = { id: 'backup', level: 'warn', title: 'A backup runs', reason: 'It will fail.' };
    const passed: Check = { id: 'patroni', level: 'pass', title: 'Patroni answers', reason: 'Just now.' };
    const told = { ...blocking, title: 'node4: tagged nofailover' };
    const checked = plan({ checks: [passed, told, other] });
    expect(clusterChecks(checked, 'node4')).toEqual([other]);
    expect(clusterChecks(checked, 'node1')).toEqual([told, other]);
  });
});

describe('the input', () => {
  it('carries the leader that the person saw', () => {
    expect(switchoverInput({ candidate: 'node1', at: null }, 'node2')).toEqual({
      candidate: 'node1',
      leader: 'node2',
    });
  });

  it('leaves the candidate to Patroni with null', () => {
    expect(switchoverInput({ candidate: null, at: null }, null)).toEqual({ candidate: null });
  });
});
