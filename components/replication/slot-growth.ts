import type { Slot } from '@/lib/contract/snapshot';

/** What was seen of one slot, the first time and now. */
export interface SlotSeen {
  readonly firstAtMs: number;
  readonly firstBytes: number;
  readonly atMs: number;
  readonly bytes: number;
}

export type SlotsSeen = ReadonlyMap<string, SlotSeen>;

export function slotKey(slot: Slot): string {
  return `${slot.member}/${slot.name}`;
}

/**
 * Remembers what slots retained since they were first seen inactive, so that growth can be told.
 * An active slot, and one that shrank, begins anew.
 */
export function seeSlots(seen: SlotsSeen, slots: readonly Slot[], atMs: number): SlotsSeen {
  const next = new Map<string, SlotSeen>();
  for (const slot of slots) {
    const key = slotKey(slot);
    const before = seen.get(key);
    if (slot.active || slot.retainedBytes === null) continue;
    const bytes = slot.retainedBytes;
    if (before === undefined || bytes < before.bytes) {
      next.set(key, { firstAtMs: atMs, firstBytes: bytes, atMs, bytes });
    } else {
      next.set(key, atMs > before.atMs ? { ...before, atMs, bytes } : before);
    }
  }
  return next;
}

const shortestSpanMs = 5000;

/** Bytes a second that an inactive slot's WAL grows by; null while that cannot be told. */
export function growthBytesPerSecond(seen: SlotSeen | undefined): number | null {
  if (seen === undefined || seen.atMs - seen.firstAtMs < shortestSpanMs) return null;
  return ((seen.bytes - seen.firstBytes) * 1000) / (seen.atMs - seen.firstAtMs);
}
