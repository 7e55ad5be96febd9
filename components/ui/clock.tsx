'use client';

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';

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

/** How old `at` is, in milliseconds, looked at once a second; null before the browser runs. */
export function useAgeMs(at: string | null): number | null {
  const clock = useContext(ClockContext);
  const latestAt = useRef(at);
  const [ageMs, setAgeMs] = useState<number | null>(null);
  useEffect(() => {
    latestAt.current = at;
  }, [at]);
  useEffect(() => {
    const look = () => {
      const atMs = latestAt.current === null ? Number.NaN : Date.parse(latestAt.current);
      setAgeMs(Number.isNaN(atMs) ? null : Math.max(0, clock.nowMs() - atMs));
    };
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [clock]);
  return ageMs;
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
