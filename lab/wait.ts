import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from './lab-error';

export async function waitUntil<T>(
  what: string,
  timeoutMs: number,
  look: () => Promise<T | undefined | false>,
  intervalMs = 200,
): Promise<T> {
  const deadlineMs = performance.now() + timeoutMs;
  let lastReason = '';
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      lastReason = '';
    } catch (error) {
      lastReason = error instanceof Error ? `: ${error.message}` : '';
    }
    if (performance.now() > deadlineMs) {
      throw new LabError(`waited ${Math.round(timeoutMs / 1000)} s for ${what}, in vain${lastReason}`);
    }
    await sleep(intervalMs);
  }
}
