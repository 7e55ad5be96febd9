'use client';

import { memo, useState } from 'react';
import { ByteFigure } from '@/components/backups/byte-figure';
import { DataTable } from '@/components/replication/data-table';
import { Moment } from '@/components/ui/time';
import type { RecoveryLaneWire } from '@/lib/contract/recovery';
import { formatCount } from '@/lib/domain/format';
import type { RestorableSpan } from '@/lib/domain/recovery/restorable-spans';
import type { LaneShape } from './lane-shapes';

const mostRows = 200;

interface TableParts {
  readonly shapes: readonly LaneShape[];
  readonly spans: readonly RestorableSpan[];
  readonly lanes: readonly RecoveryLaneWire[];
}

/** The same as the picture, in words: for who cannot see it, and for who wants names. Made when it is opened. */
export const RecoveryTable = memo(function RecoveryTable(parts: TableParts) {
  const [open, setOpen] = useState(false);
  return (
    <details className="border-line border-t" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer px-4 py-2.5 text-second text-sm hover:text-ink">As a table</summary>
      {open && <Tables {...parts} />}
    </details>
  );
});

function Tables({ shapes, spans, lanes }: TableParts) {
  const gaps = lanes.flatMap(({ timeline, gaps: own }) => own.map((gap) => ({ timeline, ...gap }))).reverse();
  return (
    <div className="flex flex-col gap-4 pb-2">
      <DataTable
        label="Moments that can be restored"
        rows={[...spans].reverse().slice(0, mostRows)}
        rowKey={({ fromMs }) => String(fromMs)}
        columns={[
          { head: 'Can be restored from', cell: ({ fromMs }) => <At atMs={fromMs} /> },
          { head: 'Until', cell: ({ untilMs }) => (untilMs === null ? 'now' : <At atMs={untilMs} />) },
        ]}
      />
      <DataTable
        label="Timelines"
        rows={shapes.slice(0, mostRows)}
        rowKey={({ timeline }) => String(timeline)}
        columns={[
          { head: 'Timeline', cell: ({ timeline }) => `timeline ${timeline}` },
          { head: 'Grew from', cell: ({ fork }) => (fork === null ? '–' : `timeline ${fork.timeline}`) },
          { head: 'From', cell: ({ fromMs }) => <At atMs={fromMs} /> },
          { head: 'Until', cell: ({ untilMs }) => (untilMs === null ? 'now' : <At atMs={untilMs} />) },
          { head: 'Backups', align: 'end', cell: ({ sets }) => formatCount(sets.length) },
          { head: 'Segments', align: 'end', cell: ({ lane }) => formatCount(segmentsOf(lane.runs)) },
          {
            head: 'WAL in repository',
            align: 'end',
            cell: ({ lane }) => <ByteFigure bytes={bytesOf(lane.runs)} />,
          },
          { head: 'Gaps', align: 'end', cell: ({ lane }) => formatCount(lane.gaps.length) },
        ]}
      />
      {gaps.length > 0 && (
        <DataTable
          label="WAL that is absent"
          rows={gaps.slice(0, mostRows)}
          rowKey={({ timeline, first }) => `${timeline}/${first}`}
          columns={[
            {
              head: 'Absent segments',
              cell: ({ firstWal, lastWal }) => (
                <span className="mono break-all">
                  {firstWal === lastWal ? firstWal : `${firstWal} to ${lastWal}`}
                </span>
              ),
            },
            { head: 'About', cell: ({ fromMs }) => <At atMs={fromMs} /> },
            { head: 'Count', align: 'end', cell: ({ first, last }) => formatCount(last - first + 1) },
          ]}
        />
      )}
    </div>
  );
}

function At({ atMs }: { atMs: number }) {
  return <Moment at={new Date(atMs).toISOString()} look="date-time" />;
}

function segmentsOf(runs: LaneShape['lane']['runs']): number {
  return runs.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

function bytesOf(runs: LaneShape['lane']['runs']): number {
  return runs.reduce((sum, { bytes }) => sum + (bytes.at(-1) ?? 0), 0);
}
