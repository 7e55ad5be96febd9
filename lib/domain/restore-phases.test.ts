import { describe, expect, it } from 'vitest';
import type { Gate, Step } from '@/lib/contract/operations';
import { restoreLine } from './restore-phases';

const ids = [
  'preflight',
  'pause',
  'mark',
  'stop_patroni',
  'stop_postgres',
  'restore',
  'recover',
  'look',
  'promote',
  'start_patroni',
  'rejoin',
  'resume',
  'check',
  'backup',
];

const gate: Gate = { id: 'look', title: '', message: '', decisions: [], look: null };

/** Steps done up to the one that runs. */
function line(
  running: string,
  more: { gate?: Gate; steps?: Partial<Record<string, Step['status']>>; startedAt?: string } = {},
) {
  const at = ids.indexOf(running);
  const all = [...ids, ...Object.keys(more.steps ?? {}).filter((id) => !ids.includes(id))];
  const steps: Step[] = all.map((id, index) => ({
    id,
    title: id,
    status: more.steps?.[id] ?? (index < at ? 'done' : index === at ? 'running' : 'pending'),
    startedAt: more.startedAt ?? null,
    endedAt: null,
    message: null,
    progress: id === running ? { fraction: 0.5, text: '' } : null,
    log: [],
  }));
  const { before, after, ...rest } = restoreLine({
    steps,
    gate: more.gate ?? null,
    input: { member: 'node2' },
    needsPerson: null,
  });
  const states = [...before, ...after].map(({ id, state }) => `${id} ${state}`);
  return { states, before, after, ...rest };
}

describe('the line of a restore', () => {
  it('shows which phase runs, how far, and on which host', () => {
    const { states, before } = line('restore');
    expect(states).toEqual([
      'prepare done',
      'stop done',
      'restore running',
      'recover pending',
      'look pending',
      'promote pending',
      'rejoin pending',
      'finish pending',
    ]);
    expect(before[2]).toMatchObject({ where: 'node2', fraction: 0.5 });
  });

  it('between two steps of a phase shows it as running, never as done', () => {
    expect(line('stop_patroni', { steps: { stop_patroni: 'done' } }).states[1]).toBe('stop running');
  });

  it('waits where a person decides, whichever phase that is in', () => {
    expect(line('look', { gate }).states[4]).toBe('look waiting');
    expect(line('restore', { gate: { ...gate, id: 'trouble' } }).states[2]).toBe('restore waiting');
  });

  it('passes the point of no return with the first step after it, and not before', () => {
    expect(line('look', { gate }).isPassed).toBe(false);
    expect(line('promote').isPassed).toBe(true);
    expect(line('promote', { steps: { promote: 'failed' } }).isPassed).toBe(true);
    expect(line('look', { steps: { promote: 'skipped' } }).isPassed).toBe(false);
  });

  it('shows files that a later target leaves as they are as restored, those that never were as skipped', () => {
    const later = line('recover', { steps: { restore: 'skipped' }, startedAt: '2026-11-22T22:00:00.000Z' });
    expect(later.states[2]).toBe('restore done');
    expect(line('none', { steps: { restore: 'skipped', recover: 'skipped' } }).states[2]).toBe(
      'restore skipped',
    );
  });

  it('never dresses a failed or unknown step as done', () => {
    expect(line('rejoin', { steps: { rejoin: 'failed', resume: 'skipped' } }).states[6]).toBe(
      'rejoin failed',
    );
    expect(line('rejoin', { steps: { rejoin: 'unknown', resume: 'done' } }).states[6]).toBe('rejoin unknown');
  });

  it('says that the cluster is put back', () => {
    expect(line('look').putBack).toBeNull();
    const { putBack } = line('none', { steps: { look: 'done', promote: 'skipped', put_back: 'running' } });
    expect(putBack?.state).toBe('running');
  });

  it('counts a backup that was not wanted as no loose end', () => {
    expect(line('none', { steps: { check: 'done', backup: 'skipped' } }).states[7]).toBe('finish done');
  });
});
