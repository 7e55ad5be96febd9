import { expect, it } from 'vitest';
import { WalRate } from './wal-rate';

it('is unknown until two readings lie far enough apart', () => {
  const rate = new WalRate();
  rate.add({ counter: 'node1', bytes: 0, atMs: 0 });
  expect(rate.bytesPerSecond()).toBeNull();
  rate.add({ counter: 'node1', bytes: 2000, atMs: 2000 });
  expect(rate.bytesPerSecond()).toBe(1000);
});

it('starts anew with another leader, and with a counter that was reset', () => {
  const rate = new WalRate();
  rate.add({ counter: 'node1', bytes: 5_000_000, atMs: 0 });
  rate.add({ counter: 'node2', bytes: 6_000_000, atMs: 1000 });
  expect(rate.bytesPerSecond()).toBeNull();
  rate.add({ counter: 'node2', bytes: 10, atMs: 2000 });
  expect(rate.bytesPerSecond()).toBeNull();
});

it('forgets what is older than its window', () => {
  const rate = new WalRate();
  rate.add({ counter: 'node1', bytes: 0, atMs: 0 });
  rate.add({ counter: 'node1', bytes: 1_000_000, atMs: 5000 });
  rate.add({ counter: 'node1', bytes: 1_000_000, atMs: 15_000 });
  expect(rate.bytesPerSecond()).toBe(0);
});
