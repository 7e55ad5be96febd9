'use client';

import { Fragment, useState } from 'react';
import { CheckSummary } from '@/components/operations/check-list';
import { WithMoments } from '@/components/operations/with-moments';
import { Command } from '@/components/ui/command';
import { Skeleton } from '@/components/ui/skeleton';
import type { Check, Plan, PlanStep } from '@/lib/contract/operations';
import { lastStepBeforeNoReturn } from '@/lib/domain/restore-phases';
import { NoReturn } from './no-return';

/** What is lost, first and largest: the plan's own words. `current` false: they are about another choice, so not shown. */
export function LossPanel({ plan, current }: { plan: Plan | null; current: boolean }) {
  const [loss = '', ...rest] = plan === null ? [] : plan.effect.split(/(?<=[.!])\s+/);
  return (
    <section
      aria-label="What is lost"
      className="border-line border-t bg-warn-soft px-6 py-4"
      aria-busy={!current}
    >
      {plan === null || !current ? (
        <div className="flex flex-col gap-2">
          <p className="sr-only">Working out what this would do…</p>
          <Skeleton className="h-6 w-3/4" />
          <Skeleton className="h-5 w-1/2" />
        </div>
      ) : (
        <>
          <p className="text-lg font-semibold" data-loss>
            <WithMoments text={loss} />
          </p>
          {rest.length > 0 && (
            <p className="mt-1 text-second">
              <WithMoments text={rest.join(' ')} />
            </p>
          )}
        </>
      )}
    </section>
  );
}

/** Checks that concern the whole, those of the chosen member aside: they stand beside it. */
export function RestoreChecks({ plan, member }: { plan: Plan; member: string | null }) {
  const own = plan.options?.choices.find(({ value }) => value === member)?.checks ?? [];
  const isOwn = (check: Check) => own.some(({ id, reason }) => id === check.id && reason === check.reason);
  return <CheckSummary checks={plan.checks.filter((check) => !isOwn(check))} />;
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
