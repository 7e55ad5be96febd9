'use client';

import { useId, useState } from 'react';
import { CheckSummary } from '@/components/operations/check-list';
import { useLivePlan } from '@/components/operations/live-plan';
import { PlanSteps } from '@/components/operations/plan-steps';
import { ReasonField } from '@/components/operations/reason-field';
import { Refusal } from '@/components/operations/refusal';
import { SameByHand } from '@/components/operations/same-by-hand';
import { StartFooter } from '@/components/operations/start-footer';
import { useStart } from '@/components/operations/use-start';
import { WithMoments } from '@/components/operations/with-moments';
import { inputClass } from '@/components/restore/field';
import { fieldProblem } from '@/components/restore/restore-form';
import { useSettled } from '@/components/restore/use-settled';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { useSnapshot } from '@/lib/browser/queries';
import { EventFields, LoadFields } from './drill-fields';
import {
  type DrillForm,
  drillPace,
  drillStartState,
  firstForm,
  inputOfForm,
  numberFields,
} from './drill-form';
import { drillPath } from './drill-paths';

const settledAfterMs = 400;

/** What happens, under how much load; then what speaks against it, what is done, and the button. */
export function DrillDialogBody({
  cluster,
  open,
  onClose,
}: {
  cluster: string;
  open: boolean;
  onClose: () => void;
}) {
  const snapshot = useSnapshot(cluster).data;
  const typedId = useId();
  const [form, setForm] = useState(firstForm);
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const { start, busy, refusal } = useStart(cluster, onClose, drillPath);
  const { input, problem } = inputOfForm(form);
  const { value: asked, settled } = useSettled(input, settledAfterMs);
  const live = useLivePlan(cluster, 'drill', asked ?? {}, open && !busy && asked !== null, drillPace);
  const { plan, error } = live;
  // What is wrong with a field is said there.
  const isAtField = numberFields.some((field) => fieldProblem(error?.details, `input.${field}`) !== null);
  const trouble = isAtField ? 'A field holds what cannot be meant: it says why.' : live.trouble;
  const seen = { ...live, trouble, current: settled && asked !== null && live.current };
  const change = (part: Partial<DrillForm>) => setForm((known) => ({ ...known, ...part }));
  const problemOf = (field: string) =>
    (settled ? fieldProblem(error?.details, field) : null) ?? fieldProblem(refusal?.error.details, field);
  const needsName = plan?.confirm === 'name';

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      width="wide"
      title="Run a drill"
      description={plan === null ? 'Looking at the cluster…' : <WithMoments text={plan.effect} />}
      footer={
        <StartFooter
          {...drillStartState(seen, problem, typed)}
          busy={busy}
          danger={needsName}
          hint="It can be stopped at any time; you can close this page, it goes on."
          onCancel={onClose}
          onStart={() =>
            void start({
              kind: 'drill',
              input: { ...asked },
              ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
              ...(needsName ? { confirm: typed } : {}),
            })
          }
        />
      }
    >
      <Section title="What happens in its middle">
        {snapshot !== undefined && (
          <EventFields form={form} snapshot={snapshot} problemOf={problemOf} onChange={change} />
        )}
      </Section>
      <Section title="Load">
        <LoadFields
          form={form}
          proxies={snapshot?.routing.proxies.map(({ name }) => name) ?? []}
          problemOf={problemOf}
          onChange={change}
        />
      </Section>
      <Section title="Checks">
        {plan === null && live.trouble !== null && (
          <Notice tone="bad" title="The checks could not be made">
            {live.trouble}
          </Notice>
        )}
        {plan === null && live.trouble === null && <Skeleton className="h-24 w-full" />}
        {plan !== null && (
          <div aria-busy={!seen.current} className={seen.current ? '' : 'opacity-60'}>
            <CheckSummary checks={plan.checks} />
          </div>
        )}
      </Section>
      <Section>
        {plan !== null && <PlanSteps steps={plan.steps} />}
        {plan !== null && plan.commands.length > 0 && (
          <details>
            <summary className="w-fit cursor-pointer text-second text-sm hover:text-ink">
              The same by hand
            </summary>
            <div className="mt-2">
              <SameByHand commands={plan.commands} />
            </div>
          </details>
        )}
        <ReasonField value={reason} onChange={setReason} />
        {needsName && (
          <div className="flex flex-col gap-1">
            <label htmlFor={typedId}>
              This cluster is not marked as a lab: applications may feel this. To go on, type its name,{' '}
              <b>{cluster}</b>:
            </label>
            <input
              id={typedId}
              type="text"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              className={`${inputClass} max-w-80 font-mono`}
            />
          </div>
        )}
        {refusal !== null && <Refusal cluster={cluster} {...refusal} />}
      </Section>
    </Dialog>
  );
}

function Section({ title, children }: { title?: string; children: React.ReactNode }) {
  return (
    <section className="flex flex-col gap-3 border-line border-t px-6 py-4">
      {title !== undefined && <h3 className="font-semibold">{title}</h3>}
      {children}
    </section>
  );
}
