'use client';

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';

interface Clock {
  /** The server's time as well as it is known, in milliseconds since the epoch. */
  readonly nowMs: () => number;
  /** The moment the page was rendered for: the same in the first HTML and in its first hydration. */
  readonly renderedAtMs: number;
}

const ClockContext = createContext<Clock>({ nowMs: () => Date.now(), renderedAtMs: 0 });

export function ClockProvider({ nowMs, renderedAtMs, children }: Clock & { children: ReactNode }) {
  return <ClockContext value={{ nowMs, renderedAtMs }}>{children}</ClockContext>;
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribeSeconds(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function subscribeNever(): () => void {
  return () => {};
}

/** The present by the server's clock to the millisecond, as of the last half second; null before the browser runs. */
export function useExactNowMs(): number | null {
  const clock = useContext(ClockContext);
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    const read = () => setNowMs(clock.nowMs());
    read();
    const timer = setInterval(read, 500);
    return () => clearInterval(timer);
  }, [clock]);
  return nowMs;
}

/** The present second by the server's clock, in milliseconds; renders again each second. */
export function useNowMs(): number {
  const clock = useContext(ClockContext);
  return useSyncExternalStore(
    subscribeSeconds,
    () => Math.floor(clock.nowMs() / 1000) * 1000,
    () => clock.renderedAtMs,
  );
}

/** The present day, as a moment within it; renders again when the viewer's day ends. */
export function useTodayMs(): number {
  const clock = useContext(ClockContext);
  return useSyncExternalStore(
    subscribeSeconds,
    () => new Date(clock.nowMs()).setHours(12, 0, 0, 0),
    () => clock.renderedAtMs,
  );
}

/** False in the server's HTML and during hydration, true after: for what only the browser can know. */
export function useInBrowser(): boolean {
  return useSyncExternalStore(
    subscribeNever,
    () => true,
    () => false,
  );
}
