'use client';

import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { BackupLink } from '@/components/backups/backup-link';
import { operationPath } from '@/components/operations/operation-paths';
import { WithMoments } from '@/components/operations/with-moments';
import { Empty } from '@/components/ui/empty';
import { KeyValue } from '@/components/ui/key-value';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Moment } from '@/components/ui/time';
import { useRestoreTest } from '@/lib/browser/queries';
import type { RestoreTestReport } from '@/lib/contract/restore-tests';
import { formatBytes, formatBytesExact, formatCount } from '@/lib/domain/format';
import { targetWords } from '@/lib/domain/restore/target-words';
import { outcomeWord, phaseTitle } from '@/lib/domain/restore-tests/test-words';
import { PhasePanel } from './phase-panel';
import { RestoreTestChecks } from './restore-test-checks';
import { restoreTestsPath } from './restore-test-paths';
import { WordMark } from './word-mark';

/** The report of one restore test. */
export function RestoreTestView({ cluster, id }: { cluster: string; id: string }) {
  const { data: report, error } = useRestoreTest(cluster, id);
  if (report === undefined) {
    return error === null ? (
      <Skeleton className="h-64 w-full" />
    ) : (
      <Notice tone="bad" title="This report cannot be shown">
        {error.message}
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <Heading report={report} />
      {report.failure !== null && <Failure report={report} failure={report.failure} />}
      {report.removed === false && (
        <Notice tone="warn" title={`Something of it may still be on ${report.host}`}>
          <code className="break-all">{report.folder}</code>
        </Notice>
      )}
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_340px] lg:items-start">
        <div className="flex min-w-0 flex-col gap-4">
          <PhasePanel report={report} />
          <RestoreTestChecks report={report} />
          <Log report={report} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Facts report={report} />
          <Databases report={report} />
        </div>
      </div>
    </div>
  );
}

function Heading({ report }: { report: RestoreTestReport }) {
  const { cluster, set } = report;
  return (
    <header>
      <Link
        href={restoreTestsPath(cluster)}
        className="inline-flex items-center gap-1.5 text-second text-sm hover:text-ink"
      >
        <ArrowLeft aria-hidden size={14} strokeWidth={1.75} />
        Restore tests
      </Link>
      <h2 className="font-semibold text-xl">
        Restore test
        {set !== null && (
          <>
            {' of '}
            <BackupLink cluster={cluster} label={set.label} repository={set.repository} whole />
          </>
        )}
      </h2>
      <p className="flex flex-wrap items-center gap-x-2 text-second">
        <WordMark {...outcomeWord(report.outcome)} />
        <span aria-hidden>·</span>
        <span>
          <Moment at={report.startedAt} look="date-time" />
        </span>
        {report.outcome !== 'not_started' && (
          <>
            <span aria-hidden>·</span>
            <Link href={operationPath(cluster, report.id)} className="text-accent hover:underline">
              the operation, step by step
            </Link>
          </>
        )}
      </p>
    </header>
  );
}

function Failure({ report, failure }: { report: RestoreTestReport; failure: string }) {
  const { failedIn, words } = report;
  const title = failedIn === null ? 'It did not pass' : `It failed in «${phaseTitle(failedIn)}»`;
  return (
    <Notice tone={report.outcome === 'failed' ? 'bad' : 'warn'} title={title}>
      <p className="break-words">
        <WithMoments text={failure} />
      </p>
      {words.length > 0 && (
        <pre className="mt-2 whitespace-pre-wrap break-words rounded-md bg-sunk px-3 py-2 text-ink">
          <code>{words.join('\n')}</code>
        </pre>
      )}
    </Notice>
  );
}

function Facts({ report }: { report: RestoreTestReport }) {
  const { set, recoveredTo, removed } = report;
  const rows = [
    { key: 'by', value: report.requestedBy },
    { key: 'on', value: report.host },
    { key: 'target', value: targetWords(report.target) },
    { key: 'timeline', value: report.timeline },
    { key: 'PostgreSQL', value: report.postgresVersion },
    {
      key: 'backup ended',
      value: set === null ? null : <Moment at={set.endedAt} look="date-time" />,
    },
    {
      key: 'restored',
      value:
        report.restoredBytes === null ? null : (
          <span title={formatBytesExact(report.restoredBytes)}>
            {formatBytes(report.restoredBytes)}
            {report.restoredFiles !== null && `, ${formatCount(report.restoredFiles)} files`}
          </span>
        ),
    },
    { key: 'WAL segments', value: report.walSegments === null ? null : formatCount(report.walSegments) },
    {
      key: 'recovered to',
      value:
        recoveredTo === null ? null : (
          <>
            {recoveredTo.at !== null && <Moment at={recoveredTo.at} look="date-time" />}
            {recoveredTo.lsn !== null && <span className="mono block text-second">{recoveredTo.lsn}</span>}
          </>
        ),
    },
    {
      key: 'folder',
      value: report.folder === null ? null : <code className="break-all">{report.folder}</code>,
    },
    { key: 'left there', value: removed === null ? 'not known' : removed ? 'nothing' : 'perhaps something' },
  ].filter(({ value }) => value !== null);
  return (
    <Panel title="What was tested">
      <KeyValue rows={rows} />
    </Panel>
  );
}

function Databases({ report: { databases } }: { report: RestoreTestReport }) {
  if (databases.length === 0) return null;
  return (
    <Panel title="Databases" count={databases.length}>
      <ul className="flex flex-col gap-1">
        {databases.map(({ name, relations, sizeBytes }) => (
          <li key={name} className="flex flex-wrap justify-between gap-x-3">
            <span className="mono min-w-0 break-all">{name}</span>
            <span className="text-second">
              {formatCount(relations)} {relations === 1 ? 'relation' : 'relations'}
              {sizeBytes !== null && (
                <span title={formatBytesExact(sizeBytes)}>, {formatBytes(sizeBytes)}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Log({ report: { log } }: { report: RestoreTestReport }) {
  return (
    <Panel title="Log">
      {log.length === 0 ? (
        <Empty title="The programs left no word" />
      ) : (
        <details>
          <summary className="w-fit cursor-pointer text-second text-sm hover:text-ink">
            {formatCount(log.length)} lines of pgBackRest, PostgreSQL and pg_amcheck
          </summary>
          <pre className="mt-2 whitespace-pre-wrap break-words text-sm">
            <code>{log.map(({ text }) => text).join('\n')}</code>
          </pre>
        </details>
      )}
    </Panel>
  );
}
