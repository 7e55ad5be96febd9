'use client';

import { Fragment, useState } from 'react';
import { CheckList, CheckSummary } from '@/components/operations/check-list';
import { WithMoments } from '@/components/operations/with-moments';
import { classNames } from '@/components/ui/class-names';
import { Command } from '@/components/ui/command';
import { Skeleton } from '@/components/ui/skeleton';
import type { Check, Plan, PlanStep } from '@/lib/contract/operations';
import { lastStepBeforeNoReturn } from '@/lib/domain/restore-phases';
import { NoReturn } from './no-return';

/** Checks by which there is no way to the target at all: then what would be lost after it is no question. */
const pathChecks: readonly string[] = ['target', 'timeline', 'set', 'chain', 'wal'];

/** What is lost, first and largest, or why it is not possible. Null: no plan for what stands in the fields now. */
export function LossPanel({ plan, awaited }: { plan: Plan | null; awaited: boolean }) {
  return (
    <section
      aria-label="What is lost"
      aria-busy={awaited}
      data-planned={plan !== null}
      className={classNames(
        'border-line border-t px-6 py-4',
        plan === null ? 'bg-sunk' : plan.blocked ? 'bg-bad-soft' : 'bg-warn-soft',
      )}
    >
      {plan !== null ? <Loss plan={plan} /> : awaited ? <LossAwaited /> : <NoPlan />}
    </section>
  );
}

function Loss({ plan }: { plan: Plan }) {
  const blocks = plan.checks.filter(({ level }) => level === 'block');
  const [loss = '', ...rest] = plan.effect.split(/(?<=[.!])\s+/);
  return (
    <>
      {blocks.length > 0 && (
        <div className="mb-2 flex flex-col gap-2">
          <p className="text-lg font-semibold">This is not possible now</p>
          <CheckList checks={blocks} />
        </div>
      )}
      {!blocks.some(({ id }) => pathChecks.includes(id)) && (
        <>
          <p className="text-lg font-semibold" data-loss>
            <WithMoments text={loss} />
          </p>
          <p className="mt-1 text-second">
            <WithMoments text={rest.join(' ')} />
          </p>
        </>
      )}
    </>
  );
}

function LossAwaited() {
  return (
    <div className="flex flex-col gap-2">
      <p className="sr-only">Working out what this would do…</p>
      <Skeleton className="h-6 w-3/4" />
      <Skeleton className="h-5 w-1/2" />
    </div>
  );
}

function NoPlan() {
  return (
    <p className="text-second">
      What it would do, and what would be lost, is worked out once it is clear where to.
    </p>
  );
}

/** Checks that concern the whole, but for what blocks (told above) and those of the chosen member (beside it). */
export function RestoreChecks({ plan, member }: { plan: Plan; member: string | null }) {
  const own = plan.options?.choices.find(({ value }) => value === member)?.checks ?? [];
  const isOwn = (check: Check) => own.some(({ id, reason }) => id === check.id && reason === check.reason);
  return <CheckSummary checks={plan.checks.filter((check) => check.level !== 'block' && !isOwn(check))} />;
}

/** Every step with where it happens, the point of no return drawn, and its exact command where somebody wants it. */
export function RestoreSteps({ plan }: { plan: Plan }) {
  const [withCommands, setWithCommands] = useState(false);
  const last = plan.steps.findIndex(({ id }) => id === lastStepBeforeNoReturn);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">What it does, in {plan.steps.length} steps</h3>
        <button
          type="button"
          aria-pressed={withCommands}
          onClick={() => setWithCommands((shown) => !shown)}
          className="text-accent text-sm hover:underline"
        >
          {withCommands ? 'Hide the commands' : 'Show the exact commands'}
        </button>
      </div>
      <ol className="flex flex-col gap-2.5">
        {plan.steps.map((step, index) => (
          <Fragment key={step.id}>
            <PlannedStep step={step} number={index + 1} withCommand={withCommands} />
            {index === last && (
              <li>
                <NoReturn />
              </li>
            )}
          </Fragment>
        ))}
      </ol>
      {plan.commands.length > 0 && (
        <details>
          <summary className="w-fit cursor-pointer text-sm text-second hover:text-ink">
            The whole of it by hand, in this order
          </summary>
          <div className="mt-2">
            <Command text={plan.commands.join('\n')} what="Copy all commands" />
          </div>
        </details>
      )}
    </div>
  );
}

function PlannedStep({
  step,
  number,
  withCommand,
}: {
  step: PlanStep;
  number: number;
  withCommand: boolean;
}) {
  return (
    <li data-step={step.id} className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-2">
      <span aria-hidden className="text-right text-third">
        {number}
      </span>
      <div className="min-w-0">
        <p>
          <span className="font-medium">{step.title}</span>
          {step.detail !== '' && (
            <span className="text-second">
              {' '}
              · <WithMoments text={step.detail} />
            </span>
          )}
        </p>
        {withCommand && step.command !== null && (
          <div className="mt-1.5">
            <Command text={step.command} what={`Copy the command of «${step.title}»`} />
          </div>
        )}
      </div>
    </li>
  );
}
