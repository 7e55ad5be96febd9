'use client';

import { Panel } from '@/components/ui/panel';
import { useRestoreTests } from '@/lib/browser/queries';
import type { RestoreTestPhase, RestoreTestReport } from '@/lib/contract/restore-tests';
import { formatDurationExact, formatDurationMs } from '@/lib/domain/format';
import { phaseTitle, phaseWord, type UsualPhase, usualPhases } from '@/lib/domain/restore-tests/test-words';
import { Duration } from './restore-test-table';
import { WordMark } from './word-mark';

/** What each phase took, beside what it usually takes. */
export function PhasePanel({ report }: { report: RestoreTestReport }) {
  const tests = useRestoreTests(report.cluster).data?.pages.flatMap((page) => page.tests) ?? [];
  const usual = usualPhases(report, tests);
  const longestMs = Math.max(1, ...report.phases.map(({ durationMs }) => durationMs ?? 0));
  return (
    <Panel
      title="Phases"
      actions={
        report.totalMs !== null && (
          <span className="text-second">
            back and checked after{' '}
            <span title={formatDurationExact(report.totalMs)} className="font-medium text-ink">
              {formatDurationMs(report.totalMs)}
            </span>
          </span>
        )
      }
    >
      <table aria-label="Phases" className="w-full">
        <thead className="text-second text-sm">
          <tr>
            <th scope="col" className="py-1 pr-3 text-left font-medium">
              Phase
            </th>
            <th scope="col" className="py-1 pr-3 text-left font-medium">
              State
            </th>
            <th scope="col" className="py-1 pl-3 text-right font-medium">
              Took
            </th>
            <th
              scope="col"
              className="py-1 pl-3 text-right font-medium"
              title="The middle of earlier tests that passed"
            >
              Usually
            </th>
          </tr>
        </thead>
        <tbody>
          {report.phases.map((phase) => (
            <PhaseRow key={phase.id} phase={phase} usual={usual[phase.id]} longestMs={longestMs} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function PhaseRow({
  phase,
  usual,
  longestMs,
}: {
  phase: RestoreTestPhase;
  usual: UsualPhase;
  longestMs: number;
}) {
  const { id, status, durationMs } = phase;
  const share = durationMs === null ? 0 : durationMs / longestMs;
  return (
    <tr className="border-line border-t align-top">
      <th scope="row" className="py-2 pr-3 text-left font-medium">
        {phaseTitle(id)}
        <span aria-hidden className="mt-1 block h-1 w-full min-w-16 max-w-64 rounded-full bg-sunk">
          <span
            className={`block h-1 rounded-full ${status === 'failed' ? 'bg-bad' : 'bg-accent'}`}
            style={{ width: `${Math.round(share * 100)}%` }}
          />
        </span>
      </th>
      <td className="py-2 pr-3">
        <WordMark {...phaseWord(status)} />
      </td>
      <td className="py-2 pl-3 text-right">
        <Duration ms={durationMs} />
      </td>
      <td
        className="py-2 pl-3 text-right text-second"
        title={
          usual.count === 0 ? 'No earlier test like it has passed' : `Of ${usual.count} earlier tests like it`
        }
      >
        <Duration ms={usual.usualMs} />
      </td>
    </tr>
  );
}
