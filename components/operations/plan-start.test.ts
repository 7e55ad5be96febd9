import { describe, expect, it } from 'vitest';
import { type Plan, planSchema } from '@/lib/contract/operations';
import { planStartState } from './plan-start';

const seen = { planAgeMs: 300, planTrouble: null };

function plan(changes: Partial<Plan> = {}): Plan {
  return {
    ...planSchema.parse({
      cluster: 'orders',
      kind: 'reinitialize',
      at: '2026-11-22T22:00:00.000Z',
      title: 'Reinitialize node3',
      effect: 'node3 loses its data and copies it anew.',
      input: { member: 'node3' },
      checks: [],
      blocked: false,
      options: null,
      steps: [],
      commands: [],
      confirm: 'name',
      confirmLabel: 'Reinitialize node3',
    }),
    ...changes,
  };
}

describe('the button of a planned change', () => {
  it('that destroys data needs the exact name of the cluster', () => {
    expect(planStartState(plan(), 'reinitialize', '', seen).ready).toBe(false);
    expect(planStartState(plan(), 'reinitialize', 'Orders', seen).ready).toBe(false);
    expect(planStartState(plan(), 'reinitialize', 'orders', seen)).toEqual({
      label: 'Reinitialize node3',
      ready: true,
      why: null,
    });
  });

  it('is not to be pressed when a check blocks, even with the name typed', () => {
    const check = { id: 'leader', level: 'block', title: 'Not the leader', reason: 'node3 leads' } as const;
    const blocked = plan({ blocked: true, checks: [check] });
    expect(planStartState(blocked, 'reinitialize', 'orders', seen)).toMatchObject({
      ready: false,
      why: 'node3 leads',
    });
  });

  it('is not to be pressed before the checks were made, nor on old ones', () => {
    expect(planStartState(null, 'reinitialize', 'orders', seen).ready).toBe(false);
    const old = { planAgeMs: 9000, planTrouble: null };
    expect(planStartState(plan(), 'reinitialize', 'orders', old).ready).toBe(false);
  });
});
