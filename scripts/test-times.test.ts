import { describe, expect, it } from 'vitest';
import { timesTable } from './test-times';

const ended = (name: string, seconds: number, outcome: 'passed' | 'failed' = 'passed') => ({
  id: name,
  name,
  seconds,
  outcome,
});

describe('the table of what each end-to-end test cost', () => {
  it('has the dearest first and all together last', () => {
    const table = timesTable({ ended: [ended('cheap', 1.25), ended('dear', 100)], notRun: [] });
    expect(table.split('\n').map((line) => line.trim())).toEqual([
      'seconds  end-to-end test',
      '100.0  dear',
      '1.3  cheap',
      '101.3  all 2, one after the other',
    ]);
  });

  it('says what has failed, and how many did not run', () => {
    const table = timesTable({ ended: [ended('broken', 2, 'failed')], notRun: ['a', 'b'] });
    expect(table).toContain('broken (failed)');
    expect(table.split('\n').at(-1)).toBe('2 did not run');
  });
});
