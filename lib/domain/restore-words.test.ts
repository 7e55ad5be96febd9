import { describe, expect, it } from 'vitest';
import type { OperationResult } from '@/lib/contract/operations';
import { restoreInputSchema } from '@/lib/contract/operations';
import { type RestoreTarget, restoreTargetSchema } from '@/lib/contract/restore';
import { fieldsOfTarget, readTarget, targetOfFields, undoOf } from './restore-words';

const nowMs = Date.parse('2026-11-22T10:32:40.700Z');
const offsetAt = () => 60;

const targets: RestoreTarget[] = [
  { type: 'time', at: '2026-11-22T10:30:00.250Z' },
  restoreTargetSchema.parse({ type: 'lsn', lsn: '0/90000A0' }),
  { type: 'xid', xid: '771' },
  { type: 'name', name: 'before_migration' },
  { type: 'immediate' },
  { type: 'latest' },
];

describe('a target in fields', () => {
  it.each(targets)('is the same target again: %o', (target) => {
    const { value } = targetOfFields(fieldsOfTarget(target, nowMs, offsetAt), offsetAt);
    expect(value).toEqual(target);
    expect(restoreTargetSchema.safeParse(value).success).toBe(true);
  });

  it('that nobody named yet is the present minute, to be changed', () => {
    const { value } = targetOfFields(fieldsOfTarget(null, nowMs, offsetAt), offsetAt);
    expect(value).toEqual({ type: 'time', at: '2026-11-22T10:32:00.000Z' });
  });

  it('keeps what was typed for another type', () => {
    const typed = { ...fieldsOfTarget(null, nowMs, offsetAt), xid: '771' };
    expect(targetOfFields({ ...typed, type: 'xid' }, offsetAt).value).toEqual({ type: 'xid', xid: '771' });
  });

  it.each([
    { type: 'lsn', lsn: '90000A0' },
    { type: 'lsn', lsn: '' },
    { type: 'xid', xid: '7 71' },
    { type: 'name', name: ' ' },
    { type: 'name', name: 'x'.repeat(64) },
    { type: 'name', name: 'back\\slash' },
  ] as const)('that is none says what to give: %o', (typed) => {
    const { value, problem } = targetOfFields(
      { ...fieldsOfTarget(null, nowMs, offsetAt), ...typed },
      offsetAt,
    );
    expect(value).toBeNull();
    expect(problem).toMatch(/^(Give|A restore point)/);
  });
});

describe('an operation’s target', () => {
  it.each(targets)('is read from its input: %o', (target) => {
    expect(readTarget(target)).toEqual(target);
  });

  it.each([null, 'latest', {}, { type: 'time' }, { type: 'xid', xid: 7 }, { type: 'moon' }])(
    'is not made up: %o',
    (value) => {
      expect(readTarget(value)).toBeNull();
    },
  );
});

describe('the undo of a restore', () => {
  const facts: OperationResult['facts'] = {
    undoAvailable: true,
    restorePoint: 'howdah_before_1',
    oldTimeline: 3,
    timeline: 4,
    member: 'node2',
  };
  const finished = (changes: OperationResult['facts'], kind: 'restore' | 'switchover' = 'restore') => ({
    id: 'op-1',
    kind,
    result: { summary: '', facts: { ...facts, ...changes } },
  });

  it('goes along the old timeline to its end, onto the same member', () => {
    const undo = undoOf(finished({}));
    expect(undo).toEqual({
      target: { type: 'latest' },
      timeline: 3,
      set: null,
      repository: null,
      member: 'node2',
      undoes: 'op-1',
    });
    expect(restoreInputSchema.safeParse(undo).success).toBe(true);
  });

  it('is not offered where there is no way back', () => {
    expect(undoOf(finished({ undoAvailable: false }))).toBeNull();
    expect(undoOf(finished({ oldTimeline: null }))).toBeNull();
    expect(undoOf(finished({}, 'switchover'))).toBeNull();
    expect(undoOf({ id: 'op-1', kind: 'restore', result: null })).toBeNull();
  });
});
