import { describe, expect, it } from 'vitest';
import { depthOf, shortLabel, shortWalRange, troubleOf, typeOfLabel } from './backup-words';

const full = '20261122-141003F';
const diff = `${full}_20261122-163015D`;
const incr = `${full}_20261122-183022I`;

describe('a label in short', () => {
  it('is whole for a full backup and keeps its own part for the others', () => {
    expect([full, diff, incr].map(shortLabel)).toEqual([full, '…_20261122-163015D', '…_20261122-183022I']);
  });

  it('tells the type, and does not guess at what it does not know', () => {
    expect([full, diff, incr, 'latest'].map(typeOfLabel)).toEqual(['full', 'diff', 'incr', 'unknown']);
  });
});

describe('the place in a chain', () => {
  it('is below the full backup, and below the differential one where there is one', () => {
    expect(depthOf({ type: 'full', needs: [] })).toBe(0);
    expect(depthOf({ type: 'diff', needs: [full] })).toBe(1);
    expect(depthOf({ type: 'incr', needs: [full] })).toBe(1);
    expect(depthOf({ type: 'incr', needs: [full, diff] })).toBe(2);
    expect(depthOf({ type: 'incr', needs: [full, diff, incr] })).toBe(2);
  });
});

describe('a WAL range', () => {
  it('is one segment when it begins and ends in the same', () => {
    expect(shortWalRange('000000050000000000000015', '000000050000000000000015')).toBe('0/15');
    expect(shortWalRange('000000050000000000000015', '000000050000000000000017')).toBe('0/15 → 17');
    expect(shortWalRange('0000000A0000000500000003', '0000000A0000000500000003')).toBe('5/03');
    expect(shortWalRange('0000000A00000005000000FF', '0000000A0000000600000001')).toBe('5/FF → 6/01');
    expect(shortWalRange(null, '000000050000000000000017')).toBeNull();
  });
});

describe('the trouble of a backup', () => {
  it('is told, the worst first, and unknown is not trouble', () => {
    expect(troubleOf({ missing: [full], error: true })).toBe('missing');
    expect(troubleOf({ missing: [], error: true })).toBe('damaged');
    expect(troubleOf({ missing: [], error: null })).toBeNull();
  });
});
