import { describe, expect, it } from 'vitest';
import { operationStatusSchema, stepStatusSchema } from '@/lib/contract/operations';
import {
  factName,
  isOver,
  operationDurationMs,
  orderedFacts,
  statusWord,
  stepDurationMs,
  stepWord,
} from './operation-words';

describe('words of operations', () => {
  it('never dresses an unknown outcome as a success or a failure', () => {
    expect(statusWord('unknown').tone).toBe('unknown');
    expect(stepWord('unknown').tone).toBe('unknown');
  });

  it('calls only a success good and only a failure bad', () => {
    const statusesWith = (tone: string) =>
      operationStatusSchema.options.filter((status) => statusWord(status).tone === tone);
    const stepsWith = (tone: string) =>
      stepStatusSchema.options.filter((status) => stepWord(status).tone === tone);
    expect(statusesWith('ok')).toEqual(['succeeded']);
    expect(statusesWith('bad')).toEqual(['failed']);
    expect(stepsWith('ok')).toEqual(['done']);
    expect(stepsWith('bad')).toEqual(['failed']);
  });

  it('does not call an operation over while it runs or waits for a person', () => {
    expect(operationStatusSchema.options.filter((status) => !isOver(status))).toEqual(['running', 'waiting']);
  });

  it('counts a running operation up to now and an ended one to its end', () => {
    const createdAt = '2026-11-22T22:00:00.000Z';
    const nowMs = Date.parse('2026-11-22T22:01:00.000Z');
    expect(operationDurationMs({ createdAt, endedAt: null }, nowMs)).toBe(60_000);
    expect(operationDurationMs({ createdAt, endedAt: '2026-11-22T22:00:04.300Z' }, nowMs)).toBe(4300);
  });

  it('shows no negative duration when the browser clock is behind the server', () => {
    const createdAt = '2026-11-22T22:00:00.000Z';
    expect(operationDurationMs({ createdAt, endedAt: null }, Date.parse(createdAt) - 5000)).toBe(0);
  });

  it('does not let a step that stopped at no known time count on', () => {
    const startedAt = '2026-11-22T22:00:00.000Z';
    const nowMs = Date.parse(startedAt) + 9000;
    expect(stepDurationMs({ startedAt, endedAt: null, status: 'unknown' }, nowMs)).toBeNull();
    expect(stepDurationMs({ startedAt, endedAt: null, status: 'running' }, nowMs)).toBe(9000);
    expect(stepDurationMs({ startedAt: null, endedAt: null, status: 'pending' }, nowMs)).toBeNull();
  });

  it.each([
    ['leaderlessMs', 'No leader for', 'ms'],
    ['copiedBytes', 'Copied', 'bytes'],
    ['waitedForSeconds', 'Waited for', 'seconds'],
    ['lastSeenAt', 'Last seen at', 'moment'],
    ['timelineBefore', 'Timeline before', 'plain'],
  ])('reads the unit of the figure %s from the end of its name', (name, label, unit) => {
    expect(factName(name)).toEqual({ label, unit });
  });

  it('tells figures in one order, whatever order they come in', () => {
    const names = (facts: Record<string, number>) => orderedFacts(facts).map(([name]) => name);
    const told = ['leader', 'timeline', 'leaderlessMs', 'another', 'other'];
    expect(names({ other: 1, timeline: 2, another: 3, leaderlessMs: 4, leader: 5 })).toEqual(told);
    expect(names({ leader: 5, leaderlessMs: 4, another: 3, timeline: 2, other: 1 })).toEqual(told);
  });
});
