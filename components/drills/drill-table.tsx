'use client';

import Link from 'next/link';
import { type Column, DataTable } from '@/components/replication/data-table';
import { WordMark } from '@/components/restore-tests/word-mark';
import { Figure } from '@/components/ui/figure';
import { Moment } from '@/components/ui/time';
import type { DrillSummary } from '@/lib/contract/drills';
import { drillName, drillOutcomeWord, msText, outageText } from '@/lib/domain/drills/drill-words';
import { formatCount } from '@/lib/domain/format';
import { drillPath } from './drill-paths';

/** Drills below each other, so that what they measured can be compared. */
export function DrillTable({ cluster, drills }: { cluster: string; drills: readonly DrillSummary[] }) {
  const columns: readonly [Column<DrillSummary>, ...Column<DrillSummary>[]] = [
    {
      head: 'Drill',
      cell: (drill) => (
        <>
          <Link href={drillPath(cluster, drill.id)} className="font-medium hover:underline">
            {drillName(drill.input)}
          </Link>
          <span className="block text-second text-sm">
            <Moment at={drill.startedAt} look="date-time" />, {drill.input.durationSeconds} s, by{' '}
            {drill.requestedBy}
          </span>
        </>
      ),
    },
    { head: 'Outcome', cell: (drill) => <WordMark {...drillOutcomeWord(drill.outcome)} /> },
    {
      head: 'Write outage',
      align: 'end',
      cell: (drill) => <Figure text={outageText(drill.writeOutageMs, drill.writeOutageLasts)} />,
    },
    {
      head: 'Read outage',
      align: 'end',
      cell: (drill) => <Figure text={outageText(drill.readOutageMs, drill.readOutageLasts)} />,
    },
    { head: 'Errors', align: 'end', cell: (drill) => <Count count={drill.errors} /> },
    {
      head: 'Lost',
      title: 'Acknowledged writes that are not there',
      align: 'end',
      cell: (drill) => <Count count={drill.lost} isBad />,
    },
    {
      head: 'Unacknowledged',
      title: 'Writes that are there though never acknowledged',
      align: 'end',
      cell: (drill) => <Count count={drill.unacknowledged} />,
    },
    {
      head: 'Write p99',
      title: 'Latency over the whole drill',
      align: 'end',
      cell: (drill) => <Figure text={msText(drill.writeP99Ms)} />,
    },
  ];
  return <DataTable label="Drills" columns={columns} rows={drills} rowKey={({ id }) => id} />;
}

function Count({ count, isBad = false }: { count: number | null; isBad?: boolean }) {
  return (
    <Figure
      text={count === null ? null : formatCount(count)}
      className={isBad && count !== null && count > 0 ? 'font-semibold text-bad' : ''}
    />
  );
}
