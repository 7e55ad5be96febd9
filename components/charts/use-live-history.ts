'use client';

import { useEffect, useMemo, useState } from 'react';
import { useReplicationHistory, useSnapshot } from '@/lib/browser/queries';
import { addLivePoint, type LiveHistory, type LivePoint, livePointOf, withLivePoints } from './live-history';

/** Longer than the longest pause between two readings of the stored history, so that nothing is missing between. */
const keepMs = 5 * 60_000;

/** The history of the last `minutes`, going on with each snapshot that arrives. */
export function useLiveHistory(cluster: string, minutes: number) {
  const query = useReplicationHistory(cluster, minutes);
  const { data: snapshot } = useSnapshot(cluster);
  const [points, setPoints] = useState<readonly LivePoint[]>([]);

  useEffect(() => {
    if (snapshot === undefined) return;
    setPoints((kept) => addLivePoint(kept, livePointOf(snapshot), keepMs));
  }, [snapshot]);

  const stored = query.data;
  const history = useMemo<LiveHistory | undefined>(
    () => (stored === undefined ? undefined : withLivePoints(stored, points)),
    [stored, points],
  );
  return { history, error: query.error, isError: query.isError, isOtherRange: query.isPlaceholderData };
}
