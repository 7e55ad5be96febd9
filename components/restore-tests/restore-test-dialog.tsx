'use client';

import { useState } from 'react';
import { CheckSummary } from '@/components/operations/check-list';
import { useLivePlan } from '@/components/operations/live-plan';
import { PlanSteps } from '@/components/operations/plan-steps';
import { ReasonField } from '@/components/operations/reason-field';
import { Refusal } from '@/components/operations/refusal';
import { SameByHand } from '@/components/operations/same-by-hand';
import { StartFooter } from '@/components/operations/start-footer';
import { useStart } from '@/components/operations/use-start';
import { WithMoments } from '@/components/operations/with-moments';
import { ChoiceFields } from '@/components/restore/choice-fields';
import { fieldProblem, formOf, type RestoreForm } from '@/components/restore/restore-form';
import { TargetField } from '@/components/restore/target-field';
import { useSettled } from '@/components/restore/use-settled';
import { viewerOffset } from '@/components/restore/viewer-offset';
import { useNowMs } from '@/components/ui/clock';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { type RestoreStart, targetOfFields } from '@/lib/domain/restore-words';
import { restoreTestPace, restoreTestStartState, testInputOfForm } from './restore-test-form';

const settledAfterMs = 400;

/** Which point, from which backup; then what speaks against it, and the button. */
export function RestoreTestDialogBody({
  cluster,
  begun,
  open,
  onClose,
}: {
  cluster: string;
  begun: RestoreStart;
  open: boolean;
  onClose: () => void;
}) {
  const nowMs = useNowMs();
  const [form, setForm] = useState(() => formOf(begun, nowMs, viewerOffset));
  const [reason, setReason] = useState('');
  const { start, busy, refusal } = useStart(cluster, onClose);
  const { input, problem } = testInputOfForm(form, viewerOffset);
  const { value: asked, settled } = useSettled(input, settledAfterMs);
  const wanted = open && !busy && asked !== null;
  const live = useLivePlan(cluster, 'restore_test', asked ?? {}, wanted, restoreTestPace);
  const { plan, error } = live;
  const seen = { ...live, current: settled && asked !== null && live.current };
  const change = (part: Partial<RestoreForm>) => setForm((known) => ({ ...known, ...part }));
  const problemOf = (field: string) =>
    (settled ? fieldProblem(error?.details, field) : null) ?? fieldProblem(refusal?.error.details, field);

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      width="wide"
      title="Test a restore"
      description={plan === null ? 'Asking the host and the repository…' : <WithMoments text={plan.effect} />}
      footer={
        <StartFooter
          {...restoreTestStartState(seen, problem)}
          busy={busy}
          hint="It can be cancelled at any time; you can close this page, it goes on."
          onCancel={onClose}
          onStart={() =>
            void start({
              kind: 'restore_test',
              input: { ...asked },
              ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
            })
          }
        />
      }
    >
      <Section title="To which point">
        <TargetField
          fields={form.target}
          typed={targetOfFields(form.target, viewerOffset)}
          problem={problemOf('input.target')}
          onChange={(target) => change({ target })}
        />
        <ChoiceFields cluster={cluster} form={form} open={open} problemOf={problemOf} onChange={change} />
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
