'use client';

import { useId, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import type { OperationKind } from '@/lib/contract/operations';
import { kindWord } from '@/lib/domain/operation-words';
import { CheckSummary } from './check-list';
import { useLivePlan } from './live-plan';
import { planStartState } from './plan-start';
import { PlanSteps } from './plan-steps';
import { ReasonField } from './reason-field';
import { Refusal } from './refusal';
import { SameByHand } from './same-by-hand';
import { StartFooter } from './start-footer';
import { useStart } from './use-start';
import { WithMoments } from './with-moments';

/** The dialog of any kind of operation whose input is already known: everything in it comes from the plan. */
export function PlanDialog({
  cluster,
  kind,
  input,
  open,
  onClose,
}: {
  cluster: string;
  kind: OperationKind;
  input: Readonly<Record<string, unknown>>;
  open: boolean;
  onClose: () => void;
}) {
  const typedId = useId();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const { start, busy, refusal } = useStart(cluster, onClose);
  const { plan, ageMs, trouble } = useLivePlan(cluster, kind, input, open && !busy);
  const state = planStartState(plan, kind, typed, { planAgeMs: ageMs, planTrouble: trouble });
  const needsName = plan?.confirm === 'name';

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={plan?.title ?? kindWord(kind)}
      description={plan === null ? 'Looking at the cluster…' : <WithMoments text={plan.effect} />}
      footer={
        <StartFooter
          {...state}
          busy={busy}
          danger={needsName}
          dismiss={kind === 'cancel_switchover' ? 'Keep it' : 'Cancel'}
          onCancel={onClose}
          onStart={() =>
            void start({
              kind,
              input: { ...input },
              ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
              ...(needsName ? { confirm: typed } : {}),
            })
          }
        />
      }
    >
      {plan === null ? (
        <div className="flex flex-col gap-3 px-6 pb-5">
          {trouble === null ? (
            <Skeleton className="h-24 w-full" />
          ) : (
            <Notice tone="bad" title="The checks could not be made">
              {trouble}
            </Notice>
          )}
        </div>
      ) : (
        <>
          {plan.checks.length > 0 && (
            <div className="border-line border-t px-6 py-4">
              <CheckSummary checks={plan.checks} />
            </div>
          )}
          <div className="flex flex-col gap-4 border-line border-t px-6 py-4">
            <SameByHand commands={plan.commands} />
            <PlanSteps steps={plan.steps} />
            <ReasonField value={reason} onChange={setReason} />
            {needsName && (
              <div className="flex flex-col gap-1">
                <label htmlFor={typedId}>
                  Data is destroyed by this. To go on, type the cluster’s name, <b>{cluster}</b>:
                </label>
                <input
                  id={typedId}
                  type="text"
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                  autoComplete="off"
                  autoCapitalize="off"
                  spellCheck={false}
                  className="h-9 w-full max-w-80 rounded-lg border border-line-strong bg-panel px-2.5 font-mono text-ink"
                />
              </div>
            )}
            {refusal !== null && <Refusal cluster={cluster} {...refusal} />}
          </div>
        </>
      )}
    </Dialog>
  );
}
