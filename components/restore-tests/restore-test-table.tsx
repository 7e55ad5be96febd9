'use client';

import Link from 'next/link';
import { shortLabel } from '@/components/backups/backup-words';
import { WithMoments } from '@/components/operations/with-moments';
import { Figure } from '@/components/ui/figure';
import { Moment } from '@/components/ui/time';
import type { RestoreTestSummary } from '@/lib/contract/restore-tests';
import { formatDurationExact, formatDurationMs } from '@/lib/domain/format';
import { targetWords } from '@/lib/domain/restore/target-words';
import { checksText, outcomeWord, phaseTitle } from '@/lib/domain/restore-tests/test-words';
import { restoreTestPath } from './restore-test-paths';
import { WordMark } from './word-mark';

const headClass = 'px-4 py-2.5 text-left text-sm font-medium text-second';
const measured = ['restore', 'recover', 'check'] as const;

/** Tests below each other, so that what they took can be compared. */
export function RestoreTestTable({
  cluster,
  tests,
}: {
  cluster: string;
  tests: readonly RestoreTestSummary[];
}) {
  return (
    <table aria-label="Restore tests" className="mt-1 w-full border-line sm:border-t">
      <thead className="max-sm:sr-only">
        <tr>
          <th scope="col" className={headClass}>
            Test
          </th>
          <th scope="col" className={`${headClass} max-sm:hidden`}>
            Outcome
          </th>
          {measured.map((id) => (
            <th key={id} scope="col" className={`${headClass} text-right max-lg:hidden`}>
              {phaseTitle(id)}
            </th>
          ))}
          <th scope="col" className={`${headClass} text-right max-sm:hidden`} title="Without taking it down">
            In all
          </th>
        </tr>
      </thead>
      <tbody>
        {tests.map((test) => (
          <Row key={test.id} cluster={cluster} test={test} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ cluster, test }: { cluster: string; test: RestoreTestSummary }) {
  const { set, target, failure } = test;
  const said = failure ?? checksText(test.checks);
  return (
    <tr data-test={test.id} className="relative border-line border-t align-top hover:bg-sunk">
      <td className="px-4 py-3">
        <Link
          href={restoreTestPath(cluster, test.id)}
          className="font-medium text-ink after:absolute after:inset-0"
        >
          <Moment at={test.startedAt} />
          {set !== null && <span className="mono font-normal"> {shortLabel(set.label)}</span>}
        </Link>
        <p className="text-second text-sm">
          to {targetWords(target)}, on {test.host}, by {test.requestedBy}
        </p>
        {said !== null && (
          <p className="line-clamp-2 max-w-prose break-words text-second text-sm">
            <WithMoments text={said} />
          </p>
        )}
        <p className="mt-1 flex flex-wrap gap-x-2 text-second text-sm sm:hidden">
          <WordMark {...outcomeWord(test.outcome)} />
          <Duration ms={test.totalMs} />
        </p>
      </td>
      <td className="whitespace-nowrap px-4 py-3 max-sm:hidden">
        <WordMark {...outcomeWord(test.outcome)} />
      </td>
      {measured.map((id) => (
        <td key={id} className="whitespace-nowrap px-4 py-3 text-right max-lg:hidden">
          <Duration ms={test.phases.find((phase) => phase.id === id)?.durationMs ?? null} />
        </td>
      ))}
      <td className="whitespace-nowrap px-4 py-3 text-right max-sm:hidden">
        <Duration ms={test.totalMs} />
      </td>
    </tr>
  );
}

export function Duration({ ms }: { ms: number | null }) {
  return (
    <Figure
      text={ms === null ? null : formatDurationMs(ms)}
      exact={ms === null ? undefined : formatDurationExact(ms)}
    />
  );
}
