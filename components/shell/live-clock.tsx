'use client';

import type { ReactNode } from 'react';
import { ClockProvider } from '@/components/ui/clock';
import { useServerClock } from '@/lib/browser/live';

/** Gives ages and moments below the server's time. */
export function LiveClock({ renderedAtMs, children }: { renderedAtMs: number; children: ReactNode }) {
  const nowMs = useServerClock();
  return (
    <ClockProvider nowMs={nowMs} renderedAtMs={renderedAtMs}>
      {children}
    </ClockProvider>
  );
}
