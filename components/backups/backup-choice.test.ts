import { expect, test } from 'vitest';
import { clusterNameSchema } from '@/lib/contract/names';
import type { Plan } from '@/lib/contract/operations';
import { backupStartState } from './backup-choice';

const plan: Plan = {
  cluster: clusterNameSchema.parse('demo'),
  kind: 'backup',
  at: '2026-11-23T22:00:00.000Z',
  title: 'Full backup',
  effect: '',
  input: { type: 'full' },
  checks: [],
  blocked: false,
  options: null,
  steps: [],
  commands: [],
  confirm: 'button',
  confirmLabel: 'Take a full backup',
};
const seen = { isCurrent: true, planAgeMs: 100, planTrouble: null };

test('a backup is started on fresh checks of exactly what is chosen', () => {
  expect(backupStartState(plan, 'full', seen)).toEqual({
    label: 'Take a full backup',
    ready: true,
    why: null,
  });
  expect(backupStartState(plan, 'incr', { ...seen, isCurrent: false }).ready).toBe(false);
  expect(
    backupStartState(plan, 'full', { ...seen, planAgeMs: 60_000, planTrouble: 'no answer' }),
  ).toMatchObject({
    ready: false,
    why: 'The checks could not be refreshed: no answer',
  });
});

test('what blocks is said at the button', () => {
  const checks = [
    { id: 'lock', level: 'block' as const, title: 'A backup runs already', reason: 'Wait for its end.' },
  ];
  expect(backupStartState({ ...plan, checks, blocked: true }, 'full', seen)).toMatchObject({
    ready: false,
    why: 'A backup runs already. Wait for its end.',
  });
});
