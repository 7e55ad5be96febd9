'use client';

import { useMemo, useState } from 'react';
import { useSearchChoice } from '@/components/backups/use-search-choice';
import type { ChartMark } from '@/components/charts/chart-marks';
import { ChartPanel } from '@/components/charts/chart-panel';
import type { WhyEmpty } from '@/components/charts/chart-rows';
import { lagSeries, walRateSeries } from '@/components/charts/history-series';
import { leaderAt } from '@/components/charts/leader-at';
import { byName, seriesStyles } from '@/components/charts/series-style';
import { useLiveHistory } from '@/components/charts/use-live-history';
import { useNowMs } from '@/components/ui/clock';
import { Notice } from '@/components/ui/notice';
import { Segmented } from '@/components/ui/segmented';
import { Age, Moment } from '@/components/ui/time';
import type { Snapshot } from '@/lib/contract/snapshot';
import { LagSourceNote } from './lag-source-note';
import { type Range, rangeOf, ranges, type ScaleChoice, scaleOf } from './range';
import { SeriesLegend } from './series-legend';

const walStyle = new Map([['WAL', { color: 'var(--accent)', dash: '' }]]);
const scales: readonly { value: ScaleChoice; label: string }[] = [
  { value: 'auto', label: 'Auto' },
  { value: 'linear', label: 'Linear' },
  { value: 'log', label: 'Log' },
];
const none: ReadonlySet<string> = new Set();

export function ReplicationCharts({ cluster, snapshot }: { cluster: string; snapshot: Snapshot }) {
  const { range, scale, choose } = useChoices();
  const { history, isError, error, isOtherRange } = useLiveHistory(cluster, range.minutes);
  const [hidden, setHidden] = useState(none);

  const names = useMemo(
    () =>
      [
        ...new Set([
          ...snapshot.members.map((member): string => member.name),
          ...(history?.members.map((member) => member.name) ?? []),
        ]),
      ].sort(byName),
    [snapshot.members, history?.members],
  );
  const styles = useMemo(() => seriesStyles(names), [names]);
  const data = useMemo(
    () =>
      history === undefined || isOtherRange
        ? undefined
        : {
            bytes: lagSeries(history, 'lagBytes', names),
            seconds: lagSeries(history, 'lagSeconds', names),
            wal: walRateSeries(history),
          },
    [history, names, isOtherRange],
  );
  const whyEmpty = useMemo<WhyEmpty>(() => {
    const leader = leaderAt(history?.leaderChanges ?? [], snapshot.leader);
    return (name, atMs) => (leader(atMs) === name ? 'leads' : null);
  }, [history?.leaderChanges, snapshot.leader]);
  const marks = (history?.leaderChanges ?? []).map(
    (change): ChartMark => ({
      atMs: change.atMs,
      label: change.to === null ? 'no leader' : `${change.to} leads`,
    }),
  );
  const untilMs = useWindowEnd(range.minutes);
  const common = { marks, fromMs: untilMs - range.minutes * 60_000, untilMs, scale };
  const postgres = snapshot.postgres;
  const withoutLogin =
    postgres.status === 'not_configured' ? (
      <p className="text-second">
        Not configured: only PostgreSQL itself tells it, and Howdah has no login there. What to add to{' '}
        <code>howdah.yaml</code> is said below.
      </p>
    ) : undefined;
  const walKnown =
    withoutLogin === undefined || history?.walRateBytesPerSecond.some((rate) => rate !== null) === true;

  function toggle(name: string) {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setHidden(next);
  }

  return (
    <>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <SeriesLegend
          names={names}
          styles={styles}
          members={snapshot.members}
          leader={snapshot.leader}
          hidden={hidden}
          onToggle={toggle}
        />
        <div className="ml-auto flex flex-wrap gap-x-6 gap-y-2">
          <Segmented
            label="Scale"
            value={scale}
            segments={scales}
            onChange={(next) => choose('scale', next === 'auto' ? null : next)}
          />
          <Segmented
            label="Range"
            value={range.value}
            segments={ranges}
            onChange={(next: Range) => choose('range', next)}
          />
        </div>
      </div>
      {isError && (
        <Notice tone="warn" title="The history could not be read">
          {error?.message} {history !== undefined && 'What is drawn goes on from what was read before.'}
        </Notice>
      )}
      <ChartPanel
        title="Lag in bytes"
        note={<LagSourceNote snapshot={snapshot} figure="bytes" />}
        data={data?.bytes}
        styles={styles}
        hidden={hidden}
        unit="bytes"
        whyEmpty={whyEmpty}
        {...common}
      />
      <div className="grid gap-4 xl:grid-cols-2">
        <ChartPanel
          title="Lag in seconds"
          note={
            withoutLogin === undefined ? <LagSourceNote snapshot={snapshot} figure="seconds" /> : undefined
          }
          data={data?.seconds}
          styles={styles}
          hidden={hidden}
          unit="seconds"
          whyEmpty={whyEmpty}
          instead={withoutLogin}
          {...common}
        />
        <ChartPanel
          title="WAL written"
          note={
            walKnown && (
              <>
                How fast the leader writes WAL, from its own position, live (<Age at={snapshot.at} /> ago).
              </>
            )
          }
          data={data?.wal}
          styles={walStyle}
          hidden={none}
          unit="rate"
          instead={walKnown ? undefined : withoutLogin}
          {...common}
        />
      </div>
      {history !== undefined && history.leaderChanges.length > 0 && (
        <p className="text-sm text-second">
          Leader changes:{' '}
          {history.leaderChanges.map((change, index) => (
            <span key={`${change.atMs} ${change.to}`}>
              {index > 0 && '; '}
              <Moment at={new Date(change.atMs).toISOString()} /> {change.from ?? 'none'} →{' '}
              {change.to ?? 'none'}
              {change.timeline !== null && ` (timeline ${change.timeline})`}
            </span>
          ))}
        </p>
      )}
    </>
  );
}

function useChoices() {
  const { search, replace } = useSearchChoice();
  return {
    range: rangeOf(search.get('range')),
    scale: scaleOf(search.get('scale')),
    choose(key: string, value: string | null) {
      replace((current) => {
        if (value === null) current.delete(key);
        else current.set(key, value);
        return current.toString();
      });
    },
  };
}

/** The charts' right edge: now, moving on no finer than a chart of usual width can show. */
function useWindowEnd(minutes: number): number {
  const nowMs = useNowMs();
  const stepMs = Math.max(1000, (minutes * 60_000) / 1000);
  return Math.ceil(nowMs / stepMs) * stepMs;
}
