'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { putLiveMessage } from './live-cache';
import { LiveConnection, type LiveStatus } from './live-connection';
import { queryKeys } from './query-keys';
import { ServerClock } from './server-clock';

interface Live {
  readonly status: LiveStatus;
  /** The server's time, in milliseconds since the epoch. */
  readonly nowMs: () => number;
}

const LiveContext = createContext<Live>({
  status: { state: 'connecting', sinceMs: 0 },
  nowMs: () => Date.now(),
});

/** A hidden tab keeps its stream this long: quick switching between tabs stays live. */
const restAfterMs = 30_000;

/** Holds this tab's one live stream. `cluster` null: the fleet alone. `renderedAtMs`: the server's time in the page's HTML. */
export function LiveProvider({
  cluster,
  renderedAtMs,
  children,
}: {
  cluster: string | null;
  renderedAtMs: number;
  children: ReactNode;
}) {
  const client = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>({ state: 'connecting', sinceMs: 0 });
  const [clock] = useState(() => new ServerClock(() => performance.timeOrigin + performance.now()));
  const firstRenderedAtMs = useRef(renderedAtMs);

  useEffect(() => {
    clock.hear(firstRenderedAtMs.current);
    const connection = new LiveConnection({
      url: cluster === null ? '/api/live' : `/api/live?cluster=${encodeURIComponent(cluster)}`,
      open: (url) => new EventSource(url),
      onMessage: (message) => {
        if ('at' in message.data && message.name !== 'event') clock.hear(Date.parse(message.data.at));
        putLiveMessage(client, message);
      },
      onStatus: (next, recovered) => {
        setStatus(next);
        if (recovered) void client.invalidateQueries();
        else if (next.state === 'live') askForWhatWasMissed(client, cluster);
      },
      nowMs: () => Date.now(),
      steadyMs: () => performance.now(),
    });

    let restTimer: ReturnType<typeof setTimeout> | undefined;
    const onVisibility = () => {
      clearTimeout(restTimer);
      if (document.visibilityState === 'visible') connection.wake();
      else restTimer = setTimeout(() => connection.rest(), restAfterMs);
    };
    const onOnline = () => connection.wake();
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('online', onOnline);
    // Parts of the page may still wait to be brought to life with what the server sent: news would contradict it.
    const cancelStart = whenIdle(() => connection.start());
    return () => {
      cancelStart();
      clearTimeout(restTimer);
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('online', onOnline);
      connection.stop();
    };
  }, [client, clock, cluster]);

  const live = useMemo<Live>(() => ({ status, nowMs: () => clock.nowMs() }), [status, clock]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** The stream begins with the state as it is; what happened between the page's HTML and its first word it does not repeat. */
function askForWhatWasMissed(client: QueryClient, cluster: string | null): void {
  void client.invalidateQueries({ queryKey: queryKeys.anyOperation });
  if (cluster === null) return;
  void client.invalidateQueries({ queryKey: queryKeys.events(cluster) });
  void client.invalidateQueries({ queryKey: queryKeys.operations(cluster) });
}

/** Calls back once the browser has nothing urgent to do, after half a second at the latest. */
function whenIdle(callback: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(callback, 100);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(callback, { timeout: 500 });
  return () => cancelIdleCallback(handle);
}

/** Whether the live stream brings news: `connecting`, `live`, `lost`, `resting`, and since when. */
export function useLiveStatus(): LiveStatus {
  return useContext(LiveContext).status;
}

/** Reads the server's time. */
export function useServerClock(): () => number {
  return useContext(LiveContext).nowMs;
}
