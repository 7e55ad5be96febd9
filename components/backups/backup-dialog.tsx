'use client';

import { useQuery } from '@tanstack/react-query';
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
import { useSettled } from '@/components/restore/use-settled';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { ask } from '@/lib/browser/api';
import { queryKeys } from '@/lib/browser/query-keys';
import { type BackupTypeChoice, backupStartState, typeSegments } from './backup-choice';

const settledAfterMs = 400;
const longestAnnotation = 200;

/** Which type, into which repository, with which note; then what it will be like and need, and the button. */
export function BackupDialogBody({
  cluster,
  type: first,
  open,
  onClose,
}: {
  cluster: string;
  type: BackupTypeChoice;
  open: boolean;
  onClose: () => void;
}) {
  const [type, setType] = useState<BackupTypeChoice>(first);
  const [repository, setRepository] = useState<number | null>(null);
  const [annotation, setAnnotation] = useState('');
  const [reason, setReason] = useState('');
  const { start, busy, refusal } = useStart(cluster, onClose);
  const repositories = useRepositoryNumbers(cluster);
  const { value: note, settled } = useSettled(annotation.trim(), settledAfterMs);
  const input = { type, repository, annotation: note };
  const { plan, ageMs, current, trouble } = useLivePlan(cluster, 'backup', input, open && !busy);
  const isCurrent = current && settled;
  const state = backupStartState(plan, type, { isCurrent, planAgeMs: ageMs, planTrouble: trouble });

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`Back up ${cluster} now`}
      description={plan === null ? 'Asking pgBackRest…' : <WithMoments text={plan.effect} />}
      footer={
        <StartFooter
          {...state}
          hint="It goes on by itself on the repository’s host, also when you close this page."
          busy={busy}
          onCancel={onClose}
          onStart={() =>
            void start({
              kind: 'backup',
              input,
              ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
            })
          }
        />
      }
    >
      <div className="flex flex-col gap-3 border-line border-t px-6 py-4">
        <Choice title="Type">
          <Segmented label="Type" value={type} segments={typeSegments} onChange={setType} />
        </Choice>
        {repositories.length > 1 && (
          <Choice title="Repository">
            <Segmented
              label="Repository"
              value={repository === null ? 'any' : String(repository)}
              segments={[
                { value: 'any', label: 'pgBackRest’s first' },
                ...repositories.map((key) => ({ value: String(key), label: `repo${key}` })),
              ]}
              onChange={(value) => setRepository(value === 'any' ? null : Number(value))}
            />
          </Choice>
        )}
        <AnnotationField value={annotation} onChange={setAnnotation} />
      </div>
      {plan === null ? (
        <div className="flex flex-col gap-3 border-line border-t px-6 py-4">
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
          <div className="border-line border-t px-6 py-4">
            <CheckSummary checks={plan.checks} />
          </div>
          <div className="flex flex-col gap-4 border-line border-t px-6 py-4">
            <SameByHand commands={plan.commands} />
            <PlanSteps steps={plan.steps} />
            <ReasonField value={reason} onChange={setReason} />
            {refusal !== null && <Refusal cluster={cluster} {...refusal} />}
          </div>
        </>
      )}
    </Dialog>
  );
}

/** A choice is offered when there are several. */
function useRepositoryNumbers(cluster: string): readonly number[] {
  const { data } = useQuery({
    queryKey: [...queryKeys.allBackups(cluster), 'repositories'],
    queryFn: ({ signal }) => ask('backups', { path: { cluster }, query: { limit: 1 }, signal }),
    staleTime: 15_000,
  });
  return data?.repositories.map(({ key }) => key) ?? [];
}

function Choice({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
      <span aria-hidden className="min-w-24 text-sm text-second">
        {title}
      </span>
      {children}
    </div>
  );
}

function AnnotationField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm text-second">
        Annotation, kept with the backup (if you like)
      </label>
      <input
        id={id}
        type="text"
        maxLength={longestAnnotation}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder="Such as: before the upgrade to 16"
        className="h-9 w-full rounded-lg border border-line-strong bg-panel px-2.5 text-ink placeholder:text-third"
      />
    </div>
  );
}
