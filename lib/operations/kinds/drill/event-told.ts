import type { DrillReport } from '@/lib/contract/drills';
import type { StepContext } from '../../kind';

/** What tells the report of the middle of a drill. */
export interface EventTold {
  began(): void;
  operation(id: string): void;
  happened(subject: string | null, text: string): void;
  downs(downs: DrillReport['downs'], allDownMs: number | null): void;
}

export async function waitUntil({ clock, signal }: StepContext, atMs: number): Promise<void> {
  const leftMs = atMs - clock.nowMs();
  if (leftMs > 0) await clock.sleep(leftMs, signal);
}
