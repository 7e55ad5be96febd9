'use client';

import { useCallback, useMemo, useState } from 'react';
import type { RecoveryMark, RecoveryRepositoryWire } from '@/lib/contract/recovery';
import type { RestoreChoice } from '@/lib/contract/restore';
import {
  currentTimeline,
  type RecoveryMap,
  type RecoveryRepository,
} from '@/lib/domain/recovery/recovery-map';
import { resolvePoint } from '@/lib/domain/recovery/resolve-point';
import { restorableSpans } from '@/lib/domain/recovery/restorable-spans';
import { laneShapes } from './lane-shapes';
import { PointPanel } from './point-panel';
import { RecoveryLegend } from './recovery-legend';
import { RecoveryTable } from './recovery-table';
import { RecoveryTimeline } from './recovery-timeline';
import { nearbyTexts, nearestRestorable, pointText } from './recovery-words';
import { RetentionNote } from './retention-note';
import { firstView, ViewButtons } from './view-buttons';
import { showing, type View, windowOf } from './view-window';

const nothingNear: readonly string[] = [];

/** One repository's timeline with its cursor, its answer and its table. */
export function LoadedRecovery({
  cluster,
  map,
  repository,
  wire,
  marks,
  nowMs,
  repositoryKey,
  old,
  onRestore,
}: {
  cluster: string;
  map: RecoveryMap;
  repository: RecoveryRepository;
  wire: RecoveryRepositoryWire;
  marks: readonly RecoveryMark[];
  nowMs: number;
  /** Named in a restore's choice where there are several. */
  repositoryKey: number | null;
  old: boolean;
  onRestore: (choice: RestoreChoice) => void;
}) {
  const current = currentTimeline(map, repository);
  const shapes = useMemo(() => laneShapes(repository, current), [repository, current]);
  const spans = useMemo(() => restorableSpans(map, repository), [map, repository]);
  const oldestMs = Math.min(...shapes.map(({ fromMs }) => fromMs), nowMs - 60_000);
  const bounds = useMemo(() => ({ oldestMs, nowMs }), [oldestMs, nowMs]);
  const [view, setView] = useState<View>(() => firstView(bounds));
  const [pickedMs, setPickedMs] = useState<number | null>(null);
  const [hoverMs, setHoverMs] = useState<number | null>(null);
  // The clock shows whole seconds: a moment of the present one is not in the future.
  const judgedMs = nowMs + 999;
  const picked = useMemo(() => choiceOf(pickedMs, repositoryKey), [pickedMs, repositoryKey]);
  const answer = useMemo(() => resolvePoint(map, picked, judgedMs), [map, picked, judgedMs]);
  const shown = hoverMs === null ? answer : resolvePoint(map, choiceOf(hoverMs, repositoryKey), judgedMs);
  const { fromMs, untilMs } = windowOf(view, bounds);
  const atMs = hoverMs ?? pickedMs;
  const nearest = useMemo(() => nearestRestorable(spans, pickedMs ?? nowMs), [spans, pickedMs, nowMs]);
  const pick = useCallback(
    (toMs: number | null) => {
      setPickedMs(toMs);
      if (toMs !== null) setView((before) => showing(before, Math.min(toMs, bounds.nowMs), bounds));
    },
    [bounds],
  );
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 pb-2">
        <RecoveryLegend
          kinds={new Set(marks.map(({ kind }) => kind))}
          gaps={repository.lanes.some(({ gaps }) => gaps.length > 0)}
        />
        <div className="sm:ml-auto">
          <ViewButtons view={view} bounds={bounds} onView={setView} />
        </div>
      </div>
      <RecoveryTimeline
        shapes={shapes}
        spans={spans}
        marks={marks}
        bounds={bounds}
        view={view}
        pickedMs={pickedMs}
        pickedText={pointText(momentWords(pickedMs), answer)}
        hoverMs={hoverMs}
        onView={setView}
        onPick={pick}
        onHover={setHoverMs}
      />
      <PointPanel
        cluster={cluster}
        pickedMs={pickedMs}
        hoverMs={hoverMs}
        answer={shown}
        nearby={atMs === null ? nothingNear : nearbyTexts(atMs, (untilMs - fromMs) / 150, marks, shapes)}
        choice={picked}
        nearest={nearest}
        restorable={answer.point !== null && answer.checks.every(({ level }) => level !== 'block')}
        old={old}
        onPick={pick}
        onRestore={onRestore}
      />
      <RetentionNote retention={wire.retention} />
      <RecoveryTable shapes={shapes} spans={spans} lanes={wire.lanes} />
    </>
  );
}

/** No moment: all that was archived. */
function choiceOf(atMs: number | null, repository: number | null): RestoreChoice {
  return {
    target: atMs === null ? { type: 'latest' } : { type: 'time', at: new Date(atMs).toISOString() },
    timeline: null,
    set: null,
    repository,
  };
}

function momentWords(atMs: number | null): string {
  if (atMs === null) return 'the newest point';
  return new Date(atMs).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
}
