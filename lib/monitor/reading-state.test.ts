import { describe, expect, it } from 'vitest';
import { afterAnswer, nothingRead, statusOf } from './reading-state';

const good = { ok: true, value: 1, atMs: 1000 } as const;
const slow = { ok: false, kind: 'timeout', reason: 'no answer', atMs: 2000 } as const;

describe('a reading', () => {
  it('waits before the first answer, and is fresh after it', () => {
    expect(statusOf(nothingRead)).toEqual({ status: 'waiting' });
    expect(statusOf(afterAnswer(nothingRead, good)).status).toBe('fresh');
  });

  it('is stale after one missed answer and unreachable after two, with the time of the first', () => {
    const once = afterAnswer(afterAnswer(nothingRead, good), slow);
    expect(statusOf(once)).toMatchObject({ status: 'stale', at: '1970-01-01T00:00:01.000Z' });
    const twice = afterAnswer(once, { ...slow, atMs: 3500 });
    expect(statusOf(twice)).toMatchObject({
      status: 'unreachable',
      since: '1970-01-01T00:00:02.000Z',
      lastAt: '1970-01-01T00:00:01.000Z',
    });
  });

  it('is unreachable at once when nobody listens or the answer is wrong', () => {
    const refused = afterAnswer(afterAnswer(nothingRead, good), { ...slow, kind: 'refused' });
    expect(statusOf(refused).status).toBe('unreachable');
  });

  it('is not called unreachable where the settings do not allow to ask: the line that would is said', () => {
    const reason = 'is not asked: address not allowed';
    const forbidden = afterAnswer(afterAnswer(nothingRead, good), { ...slow, kind: 'not_allowed', reason });
    expect(statusOf(forbidden)).toEqual({ status: 'not_configured', howTo: reason });
  });

  it('is never stale when nothing was ever known', () => {
    expect(statusOf(afterAnswer(nothingRead, slow)).status).toBe('unreachable');
  });

  it('is fresh again with the next answer', () => {
    const back = afterAnswer(afterAnswer(nothingRead, slow), good);
    expect(back.trouble).toBeNull();
    expect(statusOf(back).status).toBe('fresh');
  });
});
