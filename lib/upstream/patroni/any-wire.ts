import fc from 'fast-check';
import { recording } from './recordings';

const strange = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('unknown', '0/0', '99999999999999999999', '2026-02-30T99:99:99Z', -1, 1e308, [], {}, null),
  fc.double(),
);

/** JSON of every kind for property tests: any at all, and recorded answers with some of their values made strange. */
export function anyWire(recordings: readonly string[]): fc.Arbitrary<unknown> {
  const damaged = fc
    .tuple(
      fc.constantFrom(...recordings),
      fc.array(strange, { minLength: 1 }),
      fc.array(fc.nat(9), { minLength: 1 }),
    )
    .map(([name, values, when]) => damage(recording(name), values, when));
  return fc.oneof(fc.jsonValue(), damaged);
}

function damage(json: unknown, values: readonly unknown[], when: readonly number[]): unknown {
  let place = 0;
  const visit = (value: unknown): unknown => {
    place += 1;
    if (when[place % when.length] === 0) return values[place % values.length];
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, visit(entry)]));
  };
  return visit(json);
}
