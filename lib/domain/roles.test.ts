import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionSchema, roleSchema } from '@/lib/contract/snapshot';
import { conditionOfState, followsByStreaming, readRole } from './roles';

describe('a role word', () => {
  it.each([
    ['leader', 'leader'],
    ['master', 'leader'],
    ['primary', 'leader'],
    ['standby_leader', 'standby_leader'],
    ['sync_standby', 'sync_standby'],
    ['quorum_standby', 'quorum_standby'],
    ['replica', 'replica'],
    ['demoted', 'unknown'],
    ['uninitialized', 'unknown'],
    ['', 'unknown'],
    ['constructor', 'unknown'],
    ['__proto__', 'unknown'],
  ])('%s is %s', (word, role) => {
    expect(readRole(word)).toBe(role);
  });

  it('never leads out of the closed set', () => {
    fc.assert(fc.property(fc.string(), (word) => void expect(roleSchema.options).toContain(readRole(word))));
  });
});

describe('a state word', () => {
  it.each([
    ['running', 'leader', 'serving'],
    ['running', 'replica', 'serving'],
    ['streaming', 'replica', 'serving'],
    ['in archive recovery', 'replica', 'serving'],
    ['streaming', 'standby_leader', 'serving'],
    ['streaming', 'leader', 'working'],
    ['starting', 'replica', 'working'],
    ['stopping', 'replica', 'working'],
    ['creating replica', 'replica', 'working'],
    ['stopped', 'leader', 'down'],
    ['crashed', 'replica', 'down'],
    ['start failed', 'replica', 'down'],
    ['restart failed (starting)', 'replica', 'down'],
    ['unknown', 'replica', 'unknown'],
    ['', 'replica', 'unknown'],
    ['pondering', 'replica', 'unknown'],
    ['toString', 'replica', 'unknown'],
  ] as const)('%s of a %s is %s', (state, role, condition) => {
    expect(conditionOfState(state, role)).toBe(condition);
  });

  it('never counts as serving unless it is known to', () => {
    const serving = ['running', 'streaming', 'in archive recovery'];
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...roleSchema.options), (state, role) => {
        const condition = conditionOfState(state, role);
        expect(conditionSchema.options).toContain(condition);
        return condition !== 'serving' || serving.includes(state);
      }),
    );
  });

  it('of before 3.0.4 does not tell whether a replica streams', () => {
    expect(followsByStreaming('running')).toBeNull();
    expect(followsByStreaming('streaming')).toBe(true);
    expect(followsByStreaming('in archive recovery')).toBe(false);
  });
});
