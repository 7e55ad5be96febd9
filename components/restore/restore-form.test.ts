import { describe, expect, it } from 'vitest';
import { type Plan, planSchema, restoreInputSchema } from '@/lib/contract/operations';
import { anyRestore } from '@/lib/domain/restore-words';
import { bestMember, fieldProblem, formOf, inputOfForm } from './restore-form';
import { restoreStartState } from './restore-start-state';

const nowMs = Date.parse('2026-11-22T10:32:40.000Z');
const offsetAt = () => 0;
const form = formOf(anyRestore, nowMs, offsetAt);

const plan: Plan = planSchema.parse({
  cluster: 'orders',
  kind: 'restore',
  at: '2026-11-22T10:32:40.000Z',
  title: 'Restore',
  effect: 'Everything after it is taken out.',
  input: {},
  checks: [],
  blocked: false,
  options: {
    field: 'member',
    choices: [
      { value: 'node1', label: 'node1', verdict: 'blocked', best: false, checks: [] },
      { value: 'node2', label: 'node2', verdict: 'care', best: false, checks: [] },
      { value: 'node3', label: 'node3', verdict: 'safe', best: true, checks: [] },
    ],
  },
  steps: [],
  commands: [],
  confirm: 'name',
  confirmLabel: 'Restore onto node3',
});

describe('the form of a restore', () => {
  it('leaves open what nobody filled in', () => {
    const { input } = inputOfForm(form, 'node1', offsetAt);
    expect(input).toEqual({
      target: { type: 'time', at: '2026-11-22T10:32:00.000Z' },
      timeline: null,
      set: null,
      repository: null,
      member: 'node1',
      backup: true,
      undoes: null,
    });
    expect(restoreInputSchema.safeParse(input).success).toBe(true);
  });

  it('says what was chosen, and keeps the member that a person chose', () => {
    const chosen = { ...form, timeline: ' 3 ', set: '20261122-103210F', repository: '2', member: 'node2' };
    expect(inputOfForm(chosen, 'node1', offsetAt).input).toMatchObject({
      timeline: 3,
      set: '20261122-103210F',
      repository: 2,
      member: 'node2',
    });
  });

  it('asks for no plan while something cannot be understood', () => {
    for (const wrong of [
      { ...form, timeline: '0' },
      { ...form, timeline: 'three' },
      { ...form, target: { ...form.target, time: 'noon' } },
    ]) {
      const { input, problem } = inputOfForm(wrong, 'node1', offsetAt);
      expect(input).toBeNull();
      expect(problem).not.toBeNull();
    }
    expect(inputOfForm(form, null, offsetAt).input).toBeNull();
  });

  it('begins with the best member that is possible', () => {
    expect(bestMember(plan)).toBe('node3');
    expect(bestMember(null)).toBeNull();
  });

  it('finds what the API has against a field, below it too, and against no other', () => {
    const details = { fields: [{ field: 'input.target.lsn', problem: 'must be a position' }] };
    expect(fieldProblem(details, 'input.target')).toBe('Must be a position.');
    expect(fieldProblem(details, 'input.set')).toBeNull();
    expect(fieldProblem(undefined, 'input.target')).toBeNull();
    expect(fieldProblem({ fields: [null, 7, { field: 1 }] }, 'input.target')).toBeNull();
  });
});

describe('the button that starts a restore', () => {
  const seen = { plan, current: true, ageMs: 1000, trouble: null };

  it('names what it does and is ready on a fresh plan and the typed name', () => {
    expect(restoreStartState(seen, null, 'orders')).toEqual({
      label: 'Restore onto node3',
      ready: true,
      why: null,
    });
  });

  it('is not ready on the plan of another input, nor names its member', () => {
    const state = restoreStartState({ ...seen, current: false }, null, 'orders');
    expect(state).toMatchObject({ ready: false, label: 'Restore' });
  });

  it('is not ready on an old plan, a blocked one, a wrong name, or a wrong field', () => {
    expect(restoreStartState({ ...seen, ageMs: 31_000 }, null, 'orders').ready).toBe(false);
    expect(restoreStartState({ ...seen, plan: { ...plan, blocked: true } }, null, 'orders').ready).toBe(
      false,
    );
    expect(restoreStartState(seen, null, 'order').ready).toBe(false);
    expect(restoreStartState(seen, 'Give a date.', 'orders')).toMatchObject({
      ready: false,
      why: 'Give a date.',
    });
  });

  it('says why the checks could not be refreshed', () => {
    const state = restoreStartState({ ...seen, ageMs: 31_000, trouble: 'no answer' }, null, 'orders');
    expect(state.why).toContain('no answer');
  });
});
