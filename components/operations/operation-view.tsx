'use client';

import { ArrowLeft } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { DrillReportLink } from '@/components/drills/drill-report-link';
import { ReportLink } from '@/components/restore-tests/report-link';
import { Button } from '@/components/ui/button';
import { useNowMs } from '@/components/ui/clock';
import { Command } from '@/components/ui/command';
import { KeyValue } from '@/components/ui/key-value';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Moment } from '@/components/ui/time';
import { useLiveStatus } from '@/lib/browser/live';
import { useCancelOperation } from '@/lib/browser/mutations';
import { useOperation, useSnapshot } from '@/lib/browser/queries';
import type { Operation } from '@/lib/contract/operations';
import { formatDurationExact, formatDurationMs } from '@/lib/domain/format';
import { isOver, kindWord, operationDurationMs, statusWord, stepWord } from '@/lib/domain/operation-words';
import { targetWords } from '@/lib/domain/restore/target-words';
import { lastStepBeforeNoReturn, restoreLine } from '@/lib/domain/restore-phases';
import { readTarget } from '@/lib/domain/restore-words';
import { CheckSummary } from './check-list';
import { ClusterNow } from './cluster-now';
import { OperationMark } from './operation-mark';
import { NeedsPerson, OperationOutcome } from './operation-outcome';
import { operationsPath } from './operation-paths';
import { SameByHand } from './same-by-hand';
import { StepList } from './step-list';
import { stopWords } from './stop-words';
import { WithMoments } from './with-moments';

// What restores alone need is loaded for restores alone.
const RestoreOperation = dynamic(() =>
  import('@/components/restore/restore-operation').then((module) => module.RestoreOperation),
);
const UndoRestore = dynamic(() =>
  import('@/components/restore/undo-restore').then((module) => module.UndoRestore),
);
const NoReturn = dynamic(() => import('@/components/restore/no-return').then((module) => module.NoReturn));

/** For so long after its end the page goes on showing how the cluster settles. */
const settlingMs = 10 * 60_000;

export function OperationView({ cluster, id }: { cluster: string; id: string }) {
  const { data: operation, error } = useOperation(id);
  const snapshot = useSnapshot(cluster).data;
  const nowMs = useNowMs();
  // Without the live stream the frame of the page says that all of it is old.
  const live = useLiveStatus().state !== 'lost';

  if (operation === undefined) {
    if (error === null) return <Skeleton className="h-64 w-full" />;
    return (
      <Notice tone="bad" title="This operation cannot be shown">
        {error.message}
      </Notice>
    );
  }

  const isRestore = operation.kind === 'restore';
  const settling =
    operation.endedAt === null ||
    operation.needsPerson !== null ||
    nowMs - Date.parse(operation.endedAt) < settlingMs;
  return (
    <div className="flex flex-col gap-4">
      <Heading operation={operation} />
      <Announcer operation={operation} />
      {error !== null && live && (
        <Notice tone="warn" title="This may be old">
          {error.message}
        </Notice>
      )}
      <OperationOutcome operation={operation}>
        {isRestore && <UndoRestore operation={operation} />}
        {operation.kind === 'restore_test' && <ReportLink operation={operation} />}
        {operation.kind === 'drill' && <DrillReportLink operation={operation} />}
      </OperationOutcome>
      {/* At a gate the same is said there, beside what can be decided. */}
      {operation.needsPerson !== null && operation.gate === null && (
        <NeedsPerson needed={operation.needsPerson} />
      )}
      {isRestore && <RestoreOperation operation={operation} />}
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_340px] lg:items-start">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Steps">
            {operation.steps.length === 0 ? (
              <p className="text-second">No step has begun.</p>
            ) : (
              <StepList
                steps={operation.steps}
                isWaiting={operation.gate !== null}
                {...(isRestore
                  ? {
                      mark: {
                        after: lastStepBeforeNoReturn,
                        content: <NoReturn passed={restoreLine(operation).isPassed} />,
                      },
                    }
                  : {})}
              />
            )}
          </Panel>
          {operation.commands.length > 0 && (
            <Panel title="The same by hand">
              {isRestore ? (
                <Command text={operation.commands.join('\n')} what="Copy all commands" />
              ) : (
                <SameByHand commands={operation.commands} />
              )}
            </Panel>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-4 max-lg:contents">
          {settling && snapshot !== undefined && (
            <Panel title={live ? 'The cluster now' : 'The cluster, last heard'} className="max-lg:-order-1">
              <ClusterNow snapshot={snapshot} />
            </Panel>
          )}
          <Panel title="Asked for">
            <Asked operation={operation} />
          </Panel>
          {operation.checks.length > 0 && (
            <Panel title="Checks before it began">
              <CheckSummary checks={operation.checks} />
            </Panel>
          )}
        </div>
      </div>
    </div>
  );
}

function Heading({ operation }: { operation: Operation }) {
  const nowMs = useNowMs();
  const durationMs = operationDurationMs(operation, nowMs);
  const over = isOver(operation.status);
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1">
        <Link
          href={operationsPath(operation.cluster)}
          className="inline-flex items-center gap-1.5 text-sm text-second hover:text-ink"
        >
          <ArrowLeft aria-hidden size={14} strokeWidth={1.75} />
          Operations
        </Link>
        <h2 className="text-xl font-semibold">
          <WithMoments text={operation.title} />
        </h2>
        <p className="flex flex-wrap items-center gap-x-2 text-second">
          <OperationMark status={operation.status} />
          <span aria-hidden>·</span>
          <span>
            begun <Moment at={operation.createdAt} />
          </span>
          <span aria-hidden>·</span>
          {over ? (
            <span title={formatDurationExact(durationMs)}>took {formatDurationMs(durationMs)}</span>
          ) : (
            <span>for {formatDurationMs(Math.floor(durationMs / 1000) * 1000)}</span>
          )}
        </p>
      </div>
      {operation.cancellable && !canDiscard(operation) && <CancelButton operation={operation} />}
    </header>
  );
}

/** At a gate that offers it, giving up is one of the decisions there. */
function canDiscard({ gate }: Operation): boolean {
  return gate?.decisions.some(({ id }) => id === 'discard') === true;
}

function CancelButton({ operation }: { operation: Operation }) {
  const cancelling = useCancelOperation(operation.cluster);
  const { label, title } = stopWords(operation);
  return (
    <div className="flex flex-col items-end gap-1">
      <Button title={title} disabled={cancelling.isPending} onClick={() => cancelling.mutate(operation.id)}>
        {cancelling.isPending ? 'Stopping…' : label}
      </Button>
      {cancelling.error !== null && (
        <p role="alert" className="text-sm text-bad">
          {cancelling.error.message}
        </p>
      )}
    </div>
  );
}

/** Says each new step, and the end, to who cannot see them. */
function Announcer({ operation }: { operation: Operation }) {
  const step = operation.steps.findLast((each) => each.status !== 'pending' && each.status !== 'skipped');
  const text = isOver(operation.status)
    ? `${operation.title}: ${statusWord(operation.status).word}. ${operation.error ?? operation.summary ?? ''}`
    : operation.gate !== null
      ? `${operation.title} waits for you: ${operation.gate.title}`
      : step === undefined
        ? ''
        : `${step.title}: ${stepWord(step.status).word}`;
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}

function Asked({ operation }: { operation: Operation }) {
  const input = Object.entries(operation.input)
    .sort(([one], [other]) => one.localeCompare(other, 'en'))
    .map(([key, value]) => ({ key, value: inputText(value) }));
  return (
    <KeyValue
      rows={[
        { key: 'kind', value: kindWord(operation.kind) },
        { key: 'by', value: operation.requestedBy },
        ...(operation.reason === null ? [] : [{ key: 'reason', value: operation.reason }]),
        ...input,
        { key: 'id', value: <code className="break-all">{operation.id}</code> },
      ]}
    />
  );
}

function inputText(value: unknown) {
  const target = readTarget(value);
  if (target !== null) return <WithMoments text={targetWords(target)} />;
  if (value === null) return <span className="text-third">–</span>;
  if (typeof value === 'string') {
    return /^\d{4}-\d\d-\d\dT/.test(value) ? <Moment at={value} look="date-time" /> : value;
  }
  return JSON.stringify(value);
}
