import { describe, expect, it } from 'vitest';
import type { Slot } from '@/lib/contract/snapshot';
import { growthBytesPerSecond, type SlotsSeen, seeSlots, slotKey } from './slot-growth';

const slot = (retainedBytes: number | null, active = false): Slot => ({
  member: 'node2' as Slot['member'],
  name: 'node1',
  type: 'physical',
  active,
  retainedBytes,
  walStatus: 'reserved',
});

function growth(readings: readonly (readonly [second: number, slot: Slot])[]): number | null {
  let seen: SlotsSeen = new Map();
  for (const [second, one] of readings) seen = seeSlots(seen, [one], second * 1000);
  return growthBytesPerSecond(seen.get(slotKey(slot(0))));
}

describe('the growth of what an inactive slot retains', () => {
  it('is told once it has been seen long enough', () => {
    expect(
      growth([
        [0, slot(1000)],
        [2, slot(1200)],
      ]),
    ).toBeNull();
    expect(
      growth([
        [0, slot(1000)],
        [10, slot(2000)],
      ]),
    ).toBe(100);
  });

  it('is none for a slot in use, and begins anew when it falls idle', () => {
    expect(
      growth([
        [0, slot(1000)],
        [10, slot(2000, true)],
      ]),
    ).toBeNull();
    expect(
      growth([
        [0, slot(1000)],
        [10, slot(2000, true)],
        [12, slot(2000)],
        [22, slot(2000)],
      ]),
    ).toBe(0);
  });

  it('is not claimed where the size is not known', () => {
    expect(
      growth([
        [0, slot(1000)],
        [10, slot(null)],
      ]),
    ).toBeNull();
  });
});
