import { describe, expect, it } from 'vitest';
import { drillInputSchema } from '@/lib/contract/drills';
import type { Plan } from '@/lib/contract/operations';
import { drillStartState, firstForm, inputOfForm, memberChoice } from './drill-form';

const plan = {
  cluster: 'demo',
  confirm: 'button',
  confirmLabel: 'Run this drill',
  blocked: false,
  checks: [],
} as unknown as Plan;
const fresh = { plan, current: true, ageMs: 10, trouble: null };

describe('the form of a drill', () => {
  it('gives what the contract takes', () => {
    expect(drillInputSchema.safeParse(inputOfForm(firstForm).input).success).toBe(true);
  });

  it('asks for nothing while a field holds no number', () => {
    expect(inputOfForm({ ...firstForm, writers: 'many' }).input).toBeNull();
    expect(inputOfForm({ ...firstForm, durationSeconds: ' ' }).input).toBeNull();
  });

  it('leaves limits to the server, which says why', () => {
    expect(inputOfForm({ ...firstForm, writers: '1000000' }).input).toMatchObject({ writers: 1_000_000 });
  });

  it('offers nobody who cannot be meant', () => {
    const members = [{ name: 'a' }, { name: 'b' }] as never;
    expect(memberChoice('switchover', { leader: 'a' as never, members })?.members).toEqual(['b']);
    expect(memberChoice('restart', { leader: 'a' as never, members })?.members).toEqual(['a', 'b']);
    expect(memberChoice('stop_replicas', { leader: 'a' as never, members })).toBeNull();
  });
});

describe('the button of a drill', () => {
  it('is ready on a fresh plan alone', () => {
    expect(drillStartState(fresh, null, '').ready).toBe(true);
    expect(drillStartState({ ...fresh, current: false }, null, '').ready).toBe(false);
    expect(drillStartState({ ...fresh, ageMs: 20_000 }, null, '').ready).toBe(false);
    expect(drillStartState(fresh, 'wrong', '')).toMatchObject({ ready: false, why: 'wrong' });
  });

  it('waits for the name where the cluster is no lab', () => {
    const named = { ...fresh, plan: { ...plan, confirm: 'name' } as Plan };
    expect(drillStartState(named, null, 'demo ').ready).toBe(false);
    expect(drillStartState(named, null, 'demo').ready).toBe(true);
  });
});
