import { describe, expect, it } from 'vitest';
import { drillInputSchema } from '@/lib/contract/drills';

describe('the input of a drill', () => {
  const problems = (input: Record<string, unknown>) => {
    const parsed = drillInputSchema.safeParse(input);
    return parsed.success
      ? []
      : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };

  it('has a use for every field left out', () => {
    expect(problems({})).toEqual([]);
  });

  it.each([
    [{ writers: 1_000_000 }, /^writers: must be from 0 to 20: each takes a connection away/],
    [{ writesPerSecond: -1 }, /^writesPerSecond: must be from 1 to 500 a second: a drill measures an outage/],
    [
      { durationSeconds: 31_536_000 },
      /^durationSeconds: must be from 10 to 600 seconds: a drill is an experiment/,
    ],
    [{ writers: 0, readers: 0 }, /^writers: give at least one writer or one reader/],
    [{ event: 'earthquake' }, /^event: /],
  ])('is refused with the limit and why: %j', (input, message) => {
    expect(problems(input).join('\n')).toMatch(message);
  });
});
