'use client';

import Link from 'next/link';
import { useSearchChoice } from '@/components/backups/use-search-choice';
import { type Column, DataTable } from '@/components/replication/data-table';
import { Field, inputClass } from '@/components/restore/field';
import { Figure } from '@/components/ui/figure';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { useDrill, useDrills } from '@/lib/browser/queries';
import type { DrillReport } from '@/lib/contract/drills';
import { type ComparedFigure, compareDrills } from '@/lib/domain/drills/compare-drills';
import { drillName, msText } from '@/lib/domain/drills/drill-words';
import { drillTitle } from '@/lib/domain/drills/judge-drill';
import { formatCount } from '@/lib/domain/format';
import { drillPath } from './drill-paths';

/** This drill beside another: each figure, and by how much they differ. */
export function DrillComparison({ report }: { report: DrillReport }) {
  const { search, replace } = useSearchChoice();
  const drills = useDrills(report.cluster);
  const others = (drills.data?.pages.flatMap((page) => page.drills) ?? []).filter(
    ({ id }) => id !== report.id,
  );
  const chosen = search.get('with') ?? '';
  if (others.length === 0 && chosen === '') return null;
  return (
    <Panel title="Compare">
      <Field label="With another drill" problem={null}>
        {(control) => (
          <select
            {...control}
            value={chosen}
            onChange={(event) =>
              replace((current) => {
                if (event.target.value === '') current.delete('with');
                else current.set('with', event.target.value);
                return current.toString();
              })
            }
            className={`${inputClass} sm:max-w-md`}
          >
            <option value="">none</option>
            {others.map((drill) => (
              <option key={drill.id} value={drill.id}>
                {drillName(drill.input)}, {timeOf(drill.startedAt)}
              </option>
            ))}
            {chosen !== '' && !others.some(({ id }) => id === chosen) && (
              <option value={chosen}>{chosen}</option>
            )}
          </select>
        )}
      </Field>
      {chosen !== '' && <Compared report={report} otherId={chosen} />}
    </Panel>
  );
}

function timeOf(at: string): string {
  return new Date(at).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

function Compared({ report, otherId }: { report: DrillReport; otherId: string }) {
  const { data: other, error } = useDrill(report.cluster, otherId);
  if (other === undefined) {
    return error === null ? (
      <Skeleton className="h-40 w-full" />
    ) : (
      <Notice tone="bad" title="The other drill cannot be shown">
        {error.message}
      </Notice>
    );
  }
  const text = (value: number | null, unit: ComparedFigure['unit']) =>
    unit === 'ms' ? msText(value) : value === null ? null : formatCount(value);
  const columns: readonly [Column<ComparedFigure>, ...Column<ComparedFigure>[]] = [
    { head: 'Figure', cell: ({ name }) => name },
    { head: 'This', align: 'end', cell: ({ one, unit }) => <Figure text={text(one, unit)} /> },
    { head: 'Other', align: 'end', cell: ({ other: told, unit }) => <Figure text={text(told, unit)} /> },
    {
      head: 'Difference',
      align: 'end',
      cell: ({ difference, unit }) => (
        <Figure
          text={
            difference === null
              ? null
              : `${difference > 0 ? '+' : difference < 0 ? '−' : ''}${text(Math.abs(difference), unit)}`
          }
        />
      ),
    },
  ];
  return (
    <div className="-mx-4">
      <p className="mt-2 px-4 text-second text-sm">
        The other:{' '}
        <Link href={drillPath(other.cluster, other.id)} className="text-accent underline underline-offset-2">
          {drillTitle(other.input)}
        </Link>
        , {other.input.writers} writers and {other.input.readers} readers for {other.input.durationSeconds} s.
      </p>
      <DataTable
        label="Compared"
        columns={columns}
        rows={compareDrills(report, other)}
        rowKey={({ name }) => name}
      />
    </div>
  );
}
