export interface NumberedRow {
  readonly writer: number;
  readonly number: number;
}

/**
 * Holds what was acknowledged against what is there: `lost` was acknowledged and is not there, `unacknowledged` is
 * there without ever having been acknowledged.
 */
export function accountRows<Row extends NumberedRow>(acknowledged: readonly Row[], found: readonly Row[]) {
  const keyOf = ({ writer, number }: NumberedRow) => `${writer}/${number}`;
  const there = new Set(found.map(keyOf));
  const known = new Set(acknowledged.map(keyOf));
  return {
    acknowledged: known.size,
    found: there.size,
    lost: acknowledged.filter((row) => !there.has(keyOf(row))),
    unacknowledged: found.filter((row) => !known.has(keyOf(row))),
  };
}
