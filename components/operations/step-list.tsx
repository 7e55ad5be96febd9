'use client';

import { Fragment, type ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { useNowMs } from '@/components/ui/clock';
import { StatusIcon } from '@/components/ui/status-mark';
import { Moment } from '@/components/ui/time';
import type { Step } from '@/lib/contract/operations';
import { formatDurationExact, formatDurationMs } from '@/lib/domain/format';
import { stepDurationMs, stepWord } from '@/lib/domain/operation-words';
import { StepIcon } from './operation-mark';
import { ProgressBar } from './progress-bar';
import { WithMoments } from './with-moments';

/** The steps of an operation, in order, each as it stands; `mark` stands right after the step that it names. */
export function StepList({
  steps,
  isWaiting = false,
  mark,
}: {
  steps: readonly Step[];
  /** The step that runs waits for a person. */
  isWaiting?: boolean;
  mark?: { readonly after: string; readonly content: ReactNode };
}) {
  return (
    <ol>
      {steps.map((step, index) => (
        <Fragment key={step.id}>
          <StepRow
            step={step}
            isWaiting={isWaiting && step.status === 'running'}
            last={index === steps.length - 1}
          />
          {mark?.after === step.id && <li>{mark.content}</li>}
        </Fragment>
      ))}
    </ol>
  );
}

function StepRow({ step, isWaiting, last }: { step: Step; isWaiting: boolean; last: boolean }) {
  const pending = step.status === 'pending' || step.status === 'skipped';
  return (
    <li className="grid grid-cols-[18px_1fr] gap-x-3" data-step={step.id} data-status={step.status}>
      <span className="flex flex-col items-center">
        <span className="flex h-5 items-center">
          {isWaiting ? <StatusIcon tone="warn" size={18} /> : <StepIcon status={step.status} />}
        </span>
        {!last && <span aria-hidden className="my-1 w-px flex-1 bg-line-strong" />}
      </span>
      <div className={classNames('min-w-0', !last && 'pb-5')}>
        <div className="flex flex-wrap items-baseline gap-x-2">
          <h3 className={classNames('font-medium', pending && 'font-normal text-second')}>{step.title}</h3>
          <StepState step={step} isWaiting={isWaiting} />
        </div>
        {step.message !== null && (
          <p className={classNames('text-second', step.status === 'failed' && 'text-bad')}>
            <WithMoments text={step.message} />
          </p>
        )}
        {step.progress !== null && step.status === 'running' && (
          <ProgressBar label={step.title} fraction={step.progress.fraction} text={step.progress.text} />
        )}
        {step.log.length > 0 && <StepLog step={step} />}
      </div>
    </li>
  );
}

function StepState({ step, isWaiting }: { step: Step; isWaiting: boolean }) {
  const nowMs = useNowMs();
  const durationMs = stepDurationMs(step, nowMs);
  const spoken = step.status === 'done' ? 'sr-only' : 'text-sm text-third';
  return (
    <>
      <span className={spoken}>{isWaiting ? 'waits for you' : stepWord(step.status).word}</span>
      {step.startedAt !== null && (
        <span className="ml-auto flex gap-3 text-sm text-third">
          {durationMs !== null && (
            <span title={step.status === 'running' ? undefined : formatDurationExact(durationMs)}>
              {step.status === 'running' ? secondsText(durationMs) : formatDurationMs(durationMs)}
            </span>
          )}
          <Moment at={step.startedAt} className="mono max-sm:hidden" />
        </span>
      )}
    </>
  );
}

/** A count that goes on ticks in whole seconds: finer figures would be made up between two ticks. */
function secondsText(durationMs: number): string {
  return durationMs < 1000 ? '0 s' : formatDurationMs(Math.floor(durationMs / 1000) * 1000);
}

/** So many lines are seen at once; the ones before can be unfolded. */
const newestLines = 12;

function StepLog({ step }: { step: Step }) {
  const lines = step.log.map((line, position) => ({ ...line, position }));
  const finished = step.status === 'done' || step.status === 'skipped';
  const folded = finished ? lines : lines.slice(0, -newestLines);
  const open = finished ? [] : lines.slice(-newestLines);
  return (
    <div className="mt-2 flex flex-col gap-1">
      {folded.length > 0 && (
        <details>
          <summary className="w-fit cursor-pointer text-sm text-third hover:text-ink">
            {folded.length === 1 ? '1 line' : `${folded.length} lines`} of{' '}
            {finished ? 'its log' : 'log before'}
          </summary>
          <LogLines lines={folded} />
        </details>
      )}
      {open.length > 0 && <LogLines lines={open} />}
    </div>
  );
}

function LogLines({ lines }: { lines: readonly (Step['log'][number] & { position: number })[] }) {
  return (
    <ul className="mono mt-1 flex flex-col gap-0.5 rounded-md bg-sunk px-3 py-2 leading-[18px] text-second">
      {lines.map((line) => (
        <li key={line.position} className="flex gap-3">
          <Moment at={line.at} look="time" className="shrink-0 text-third" />
          <span className="min-w-0 break-words">{line.text}</span>
        </li>
      ))}
    </ul>
  );
}
