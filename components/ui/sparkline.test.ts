import { expect, it } from 'vitest';
import { sparklinePath } from './sparkline';

it('interrupts the line where nothing is known, and never draws a hole as zero', () => {
  const path = sparklinePath([0, 4, null, 4, 0], 100, 24);
  expect(path.match(/M/g)).toHaveLength(2);
  expect(path).toBe('M0.0 22.0L25.0 2.0M75.0 2.0L100.0 22.0');
});

it('draws no lag as a level line at the bottom', () => {
  expect(sparklinePath([0, 0], 10, 24)).toBe('M0.0 22.0L10.0 22.0');
});
