import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromLocalInput, shortClock, suggestedMoment, toLocalInput, zoneOffset } from './chosen-moment';

describe('the moment of a scheduled switchover', () => {
  const zoneBefore = process.env.TZ;
  beforeEach(() => {
    process.env.TZ = 'Asia/Ho_Chi_Minh';
  });
  afterEach(() => {
    if (zoneBefore === undefined) delete process.env.TZ;
    else process.env.TZ = zoneBefore;
  });

  it('is read in the viewer’s zone and sent in UTC', () => {
    expect(fromLocalInput('2026-11-23T02:00:30')).toBe('2026-11-22T19:00:30.000Z');
    expect(fromLocalInput('2026-11-23T02:00')).toBe('2026-11-22T19:00:00.000Z');
  });

  it('survives the way into the field and back', () => {
    const at = '2026-11-22T19:00:30.000Z';
    expect(fromLocalInput(toLocalInput(new Date(at)))).toBe(at);
  });

  it.each(['', '2026-11-23', '2026-13-45T99:99', 'tomorrow'])('is none while the field says %j', (value) => {
    expect(fromLocalInput(value)).toBeNull();
  });

  it('is suggested at a full hour, never less than a quarter of an hour away', () => {
    expect(suggestedMoment(new Date('2026-11-22T19:10:00.000Z')).toISOString()).toBe(
      '2026-11-22T20:00:00.000Z',
    );
    expect(suggestedMoment(new Date('2026-11-22T19:50:00.000Z')).toISOString()).toBe(
      '2026-11-22T21:00:00.000Z',
    );
  });

  it('names the day when it is not today in the viewer’s zone', () => {
    const now = new Date('2026-11-22T16:00:00.000Z');
    expect(shortClock('2026-11-22T16:30:00.000Z', now)).toBe('23:30');
    expect(shortClock('2026-11-22T17:00:05.000Z', now)).toBe('00:00:05 on Mon, Nov 23');
  });

  it('says how far the viewer’s zone is from UTC', () => {
    expect(zoneOffset('2026-11-22T17:00:00.000Z')).toBe('UTC+7');
  });
});
