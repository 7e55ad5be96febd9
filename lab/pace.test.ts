import { describe, expect, it } from 'vitest';
import { defaultPace, paceOf, quickestPace } from './pace';

describe("the pace of a lab's Patroni", () => {
  it('is the quickest that Patroni allows, when nothing is said', () => {
    expect(paceOf(undefined)).toEqual(quickestPace);
    expect(paceOf('')).toEqual(quickestPace);
  });

  it('is what was said', () => {
    expect(paceOf('10/30/10')).toEqual(defaultPace);
    expect(paceOf('5/20/5')).toEqual({ loop_wait: 5, ttl: 20, retry_timeout: 5 });
  });

  it('keeps the rules of Patroni itself', () => {
    for (const pace of [quickestPace, defaultPace]) {
      expect(paceOf(`${pace.loop_wait}/${pace.ttl}/${pace.retry_timeout}`)).toEqual(pace);
    }
  });

  it.each([
    ['10', /three whole numbers/],
    ['10/30/x', /three whole numbers/],
    ['0/20/3', /loop_wait of at least 1/],
    ['1/19/3', /ttl of at least 20/],
    ['1/20/2', /retry_timeout of at least 3/],
    ['10/20/6', /loop_wait \+ 2 × retry_timeout/],
  ])('is refused where Patroni would not keep it: %s', (text, why) => {
    expect(() => paceOf(text)).toThrow(why);
    expect(() => paceOf(text)).toThrow(/^HOWDAH_LAB_PACE is/);
  });
});
