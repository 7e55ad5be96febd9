import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everything, filterOf, isEverything, queryOf, searchOf } from './backup-filter';

describe('the filter in the URL', () => {
  it('comes back as it was written', () => {
    const choice = fc.record({
      type: fc.constantFrom('all' as const, 'full' as const, 'diff' as const, 'incr' as const),
      repository: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
      errors: fc.boolean(),
      q: fc.string({ maxLength: 100 }).map((text) => text.trim()),
    });
    fc.assert(
      fc.property(choice, (filter) => {
        expect(filterOf(new URLSearchParams(searchOf(filter)))).toEqual(filter);
      }),
    );
  });

  it('narrows nothing when it is wrong', () => {
    const search = new URLSearchParams('type=weekly&repository=-1&errors=yes');
    expect(filterOf(search)).toEqual(everything);
    expect(isEverything(filterOf(search))).toBe(true);
  });

  it('has one query for one choice', () => {
    expect(queryOf({ ...everything, q: '  ' })).toEqual({});
    expect(queryOf({ type: 'diff', repository: 2, errors: true, q: ' F_ ' })).toEqual({
      type: 'diff',
      repository: 2,
      errors: '1',
      q: 'F_',
    });
  });
});
