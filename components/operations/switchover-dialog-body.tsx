'use client';

import { MessageSquare } from 'lucide-react';
import { useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { useNowMs } from '@/components/ui/clock';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { useSnapshot } from '@/lib/browser/queries';
import { CandidateList } from './candidate-list';
import { CheckList } from './check-list';
import { fromLocalInput, suggestedMoment, toLocalInput } from './chosen-moment';
import { useLivePlan } from './live-plan';
import { PlanSteps } from './plan-steps';
import { ReasonField } from './reason-field';
import { Refusal } from './refusal';
import { SameByHand } from './same-by-hand';
import { StartFooter } from './start-footer';
import { clusterChecks, firstChoice, inShownOrder, startState, switchoverInput } from './switchover-choice';
import { useStart } from './use-start';
import { WhenField } from './when-field';
import { WithMoments } from './with-moments';

export function SwitchoverDialogBody({
  cluster,
  candidate,
  open,
  onClose,
}: {
  cluster: string;
  /** Chosen before the dialog opened, as from a member's menu. */
  candidate: string | undefined;
  open: boolean;
  onClose: () => void;
}) {
  const nowMs = useNowMs();
  const [picked, setPicked] = useState<string | null | undefined>(candidate);
  const [when, setWhen] = useState<string | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const [shownOrder, setShownOrder] = useState<readonly (string | null)[] | null>(null);
  const { start, busy, refusal } = useStart(cluster, onClose);
  const snapshot = useSnapshot(cluster).data;

  const at = when === null ? null : fromLocalInput(when);
  const { plan, ageMs, trouble } = useLivePlan(
    cluster,
    'switchover',
    switchoverInput({ candidate: picked, at }, null),
    open && !busy,
  );
  // The first plan says who is best; from then on the choice is the person's.
  if (picked === undefined && plan?.options != null) {
    const first = firstChoice(plan.options.choices);
    if (first !== undefined) setPicked(first);
  }
  if (shownOrder === null && plan?.options != null) {
    setShownOrder(plan.options.choices.map(({ value }) => value));
  }

  const choice = { candidate: picked, at };
  const incomplete = when !== null && at === null;
  const judged = startState(plan, choice, {
    now: new Date(nowMs),
    planAgeMs: ageMs,
    planTrouble: trouble,
  });
  const state = incomplete ? { ...judged, ready: false, why: 'Give a date and a time.' } : judged;
  const leader = snapshot?.leader ?? null;
  const told = plan === null ? [] : clusterChecks(plan, picked);

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`Switch over ${cluster}`}
      description={
        plan === null ? (
          'Asking every member…'
        ) : (
          <>
            {leader === null ? 'Nobody leads now.' : `${leader} leads now.`}{' '}
            <WithMoments text={plan.effect} />
          </>
        )
      }
      footer={
        <StartFooter
          {...state}
          busy={busy}
          onCancel={onClose}
          onStart={() =>
            void start({
              kind: 'switchover',
              input: switchoverInput(choice, leader),
              ...(reason === null || reason.trim() === '' ? {} : { reason: reason.trim() }),
            })
          }
        />
      }
    >
      {plan === null ? (
        <Waiting trouble={trouble} />
      ) : (
        <>
          {told.length > 0 && (
            <div className="border-line border-t px-6 py-3">
              <CheckList checks={told} />
            </div>
          )}
          <CandidateList
            choices={inShownOrder(plan.options?.choices ?? [], shownOrder ?? [])}
            chosen={picked}
            onChoose={setPicked}
          />
          <div className="flex flex-col gap-3 px-6 py-3">
            <div className="flex flex-wrap gap-2">
              <Chip pressed={when === null} onPress={() => setWhen(null)}>
                now
              </Chip>
              <Chip
                pressed={when !== null}
                onPress={() => setWhen((known) => known ?? toLocalInput(suggestedMoment(new Date(nowMs))))}
              >
                at a time…
              </Chip>
              <Chip
                pressed={reason !== null}
                onPress={() => setReason((known) => (known === null ? '' : null))}
              >
                <MessageSquare aria-hidden size={14} strokeWidth={1.75} />
                add a reason
              </Chip>
            </div>
            {when !== null && <WhenField value={when} onChange={setWhen} />}
            {reason !== null && <ReasonField value={reason} onChange={setReason} />}
            <SameByHand commands={plan.commands} />
            <PlanSteps steps={plan.steps} />
            {refusal !== null && <Refusal cluster={cluster} {...refusal} />}
          </div>
        </>
      )}
    </Dialog>
  );
}

function Chip({
  pressed,
  onPress,
  children,
}: {
  pressed: boolean;
  onPress: () => void;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={classNames(
        'inline-flex h-7 items-center gap-1.5 rounded-full border px-3 text-sm',
        pressed
          ? 'border-accent text-accent'
          : 'border-line text-second hover:border-line-strong hover:text-ink',
      )}
    >
      {children}
    </button>
  );
}

function Waiting({ trouble }: { trouble: string | null }) {
  return (
    <div className="flex flex-col gap-4 border-line border-t px-6 py-4">
      {trouble === null ? (
        <>
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-10 w-full" />
        </>
      ) : (
        <Notice tone="bad" title="The checks could not be made">
          {trouble}
        </Notice>
      )}
    </div>
  );
}
