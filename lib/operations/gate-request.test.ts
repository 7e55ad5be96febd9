import { describe, expect, it } from 'vitest';
import { isHowdahError } from '@/lib/contract/howdah-error';
import { acceptRequestSchema, type Operation, operationSchema } from '@/lib/contract/operations';
import { waitingAt } from './gate-request';

const decision = { label: '', detail: '', needs: null, tone: 'plain' };

function waiting(changes: { gate?: null; replayedLsn?: string | null } = {}): Operation {
  const look = {
    member: 'node2',
    target: '',
    timeline: 1,
    replayedLsn: changes.replayedLsn === undefined ? '0/9000060' : changes.replayedLsn,
    lastTransactionAt: null,
    stopLine: null,
    databases: [],
  };
  const decisions = [
    { ...decision, id: 'accept' },
    { ...decision, id: 'another_target', label: 'Try another target…', needs: 'target' },
  ];
  return operationSchema.parse({
    id: 'op-1',
    cluster: 'orders',
    kind: 'restore',
    title: 'Restore orders',
    status: 'waiting',
    createdAt: '2026-11-22T22:00:00.000Z',
    endedAt: null,
    currentStep: null,
    summary: null,
    requestedBy: 'linh',
    input: {},
    reason: null,
    checks: [],
    commands: [],
    steps: [],
    result: null,
    error: null,
    needsPerson: null,
    gate: changes.gate === null ? null : { id: 'look', title: '', message: '', decisions, look },
    cancellable: true,
  });
}

function refusal(operation: Operation, request: Record<string, unknown>, isActive = true) {
  try {
    waitingAt(operation, isActive, acceptRequestSchema.parse(request));
  } catch (error) {
    if (isHowdahError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  return null;
}

describe('a decision at a gate', () => {
  it('counts when the operation waits for just such a one', () => {
    expect(refusal(waiting(), { decision: 'accept' })).toBeNull();
    const target = { type: 'latest' };
    expect(refusal(waiting(), { decision: 'another_target', target })).toBeNull();
  });

  it('counts only for what was looked at: another browser may have gone on to another target', () => {
    expect(refusal(waiting(), { decision: 'accept', replayedLsn: '0/9000060' })).toBeNull();
    const elsewhere = refusal(waiting(), { decision: 'accept', replayedLsn: '0/8000000' });
    expect(elsewhere?.code).toBe('not_possible_now');
    expect(elsewhere?.message).toContain('stands at 0/9000060 now, not at 0/8000000');
    const gone = refusal(waiting({ replayedLsn: null }), { decision: 'accept', replayedLsn: '0/8000000' });
    expect(gone?.code).toBe('not_possible_now');
  });

  it('is refused when it waits no longer', () => {
    expect(refusal(waiting({ gate: null }), { decision: 'accept' })?.code).toBe('not_possible_now');
    expect(refusal(waiting(), { decision: 'accept' }, false)?.code).toBe('not_possible_now');
  });

  it('is refused when it is not offered, or lacks its target, naming the field', () => {
    expect(refusal(waiting(), { decision: 'promote' })).toMatchObject({
      code: 'invalid_input',
      message: 'decision: must be one of accept, another_target',
    });
    expect(refusal(waiting(), { decision: 'another_target' })?.message).toMatch(/^target: /);
  });
});
