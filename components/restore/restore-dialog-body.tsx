'use client';

import { useId, useState } from 'react';
import { CandidateList } from '@/components/operations/candidate-list';
import { useLivePlan } from '@/components/operations/live-plan';
import { ReasonField } from '@/components/operations/reason-field';
import { Refusal } from '@/components/operations/refusal';
import { StartFooter } from '@/components/operations/start-footer';
import { inShownOrder } from '@/components/operations/switchover-choice';
import { useStart } from '@/components/operations/use-start';
import { useNowMs } from '@/components/ui/clock';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { useSnapshot } from '@/lib/browser/queries';
import type { RestoreStart } from '@/lib/domain/restore-words';
import { targetOfFields } from '@/lib/domain/restore-words';
import { ChoiceFields } from './choice-fields';
import { inputClass } from './field';
import { bestMember, fieldProblem, formOf, inputOfForm, type RestoreForm } from './restore-form';
import { LossPanel, RestoreChecks, RestoreSteps } from './restore-plan';
import { restorePace, restoreStartState } from './restore-start-state';
import { TargetField } from './target-field';
import { useSettled } from './use-settled';
import { viewerOffset } from './viewer-offset';

const settledAfterMs = 400;

/** Where to, from which backup, onto which member; then what comes of it, and the button. */
export function RestoreDialogBody({
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
  // What is typed is the dialog's own from the first moment on: nothing that comes later changes it.
  const [form, setForm] = useState(() => formOf(begun, nowMs, viewerOffset));
  const [typedName, setTypedName] = useState('');
  const [reason, setReason] = useState('');
  const [shownOrder, setShownOrder] = useState<readonly (string | null)[] | null>(null);
  const { start, busy, refusal } = useStart(cluster, onClose);
  const snapshot = useSnapshot(cluster).data;
  const anyMember = snapshot?.leader ?? snapshot?.members[0]?.name ?? null;

  const { input, problem } = inputOfForm(form, anyMember, viewerOffset);
  const { value: asked, settled } = useSettled(input, settledAfterMs);
  const live = useLivePlan(cluster, 'restore', asked ?? {}, open && !busy && asked !== null, restorePace);
  const { plan, error } = live;
  const seen = { ...live, current: settled && asked !== null && live.current };
  if (form.member === null && seen.current) {
    const best = bestMember(plan);
    if (best !== null) setForm({ ...form, member: best });
  }
  if (shownOrder === null && plan?.options != null) {
    setShownOrder(plan.options.choices.map(({ value }) => value));
  }
  const state = restoreStartState(seen, problem, typedName);
  const change = (part: Partial<RestoreForm>) => setForm((known) => ({ ...known, ...part }));
  const problemOf = (field: string) =>
    (settled ? fieldProblem(error?.details, field) : null) ?? fieldProblem(refusal?.error.details, field);

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      width="wide"
      title={form.undoes === null ? `Restore ${cluster}` : `Undo a restore of ${cluster}`}
      description={
        form.undoes === null
          ? 'The cluster is taken back to a point in time. You look at it before anything is final.'
          : 'Along the old timeline, to its end: the cluster as it stood right before that restore.'
      }
      footer={
        <StartFooter
          {...state}
          busy={busy}
          danger
          {...(typedName === cluster
            ? {}
            : { hint: `Read what it does, then type the cluster’s name, ${cluster}, at the end.` })}
          onCancel={onClose}
          onStart={() =>
            void start({
              kind: 'restore',
              input: { ...asked },
              confirm: typedName,
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
      <LossPanel
        plan={seen.current ? plan : null}
        awaited={!seen.current && problem === null && error === null}
      />
      {plan === null && live.trouble !== null && (
        <div className="px-6 py-4">
          <Notice tone="bad" title="The checks could not be made">
            {live.trouble}
          </Notice>
        </div>
      )}
      {plan !== null && (
        <>
          <h3 className="border-line border-t px-6 pt-4 pb-2 font-semibold">Onto which member</h3>
          <CandidateList
            legend="Onto which member"
            bestWord="best choice"
            choices={inShownOrder(plan.options?.choices ?? [], shownOrder ?? [])}
            chosen={form.member}
            onChoose={(member) => change({ member })}
          />
          <Section title="Checks">
            <RestoreChecks plan={plan} member={form.member} />
          </Section>
          <section className="border-line border-t px-6 py-4">
            <RestoreSteps plan={plan} />
          </section>
        </>
      )}
      <Section>
        <BackupAfter checked={form.backup} onChange={(backup) => change({ backup })} />
        <ReasonField value={reason} onChange={setReason} />
        <NameField
          cluster={cluster}
          value={typedName}
          problem={fieldProblem(refusal?.error.details, 'confirm')}
          onChange={setTypedName}
        />
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

function BackupAfter({ checked, onChange }: { checked: boolean; onChange: (checked: boolean) => void }) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <label htmlFor={id}>
        Take a full backup afterwards
        <span className="block text-sm text-second">
          The first of the new timeline, so that later restores need not cross this one.
        </span>
      </label>
    </div>
  );
}

function NameField({
  cluster,
  value,
  problem,
  onChange,
}: {
  cluster: string;
  value: string;
  problem: string | null;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id}>
        This stops the cluster and takes it back. To go on, type the cluster’s name, <b>{cluster}</b>:
      </label>
      <input
        id={id}
        type="text"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-invalid={problem !== null}
        className={`${inputClass} mono sm:max-w-80`}
      />
      {problem !== null && <p className="text-sm text-bad">{problem}</p>}
    </div>
  );
}
