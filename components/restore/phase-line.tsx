import { Flag } from 'lucide-react';
import { StepIcon } from '@/components/operations/operation-mark';
import { classNames } from '@/components/ui/class-names';
import { StatusIcon } from '@/components/ui/status-mark';
import type { Operation } from '@/lib/contract/operations';
import { formatFraction } from '@/lib/domain/format';
import { stepWord } from '@/lib/domain/operation-words';
import { type PhaseState, type RestorePhase, restoreLine } from '@/lib/domain/restore-phases';

const bars: Record<PhaseState, string> = {
  pending: 'bg-sunk',
  skipped: 'bg-line',
  running: 'bg-accent-soft',
  waiting: 'bg-warn',
  done: 'bg-ok',
  failed: 'bg-bad',
  unknown: 'bg-third',
};

/** A restore from its beginning to its end: phases, where each happens, and the point of no return between them. */
export function PhaseLine({ operation }: { operation: Operation }) {
  const { before, after, putBack, isPassed } = restoreLine(operation);
  return (
    <section
      aria-label="How far it is"
      className="flex gap-x-4 gap-y-3 rounded-lg border border-line bg-panel px-4 py-3 max-sm:flex-col"
    >
      <Group phases={before} className="flex-[5]">
        {putBack !== null
          ? 'Given up here.'
          : isPassed
            ? 'Behind us.'
            : 'Until here nothing is lost: the cluster can be put back as it was.'}
      </Group>
      {putBack === null ? (
        <>
          <p className="flex shrink-0 items-start gap-1.5 border-warn border-dashed font-medium text-sm text-warn max-sm:border-t-2 max-sm:pt-2 sm:max-w-28 sm:border-l-2 sm:pl-3">
            <Flag aria-hidden size={14} strokeWidth={1.75} className="mt-0.5 shrink-0" />
            Point of no return
          </p>
          <Group phases={after} className="flex-[3]">
            {isPassed ? 'The way back is another restore: undo.' : 'Only once you accept.'}
          </Group>
        </>
      ) : (
        <Group phases={[putBack]} className="flex-[2]">
          {putBackText(putBack.state)}
        </Group>
      )}
    </section>
  );
}

function putBackText(state: PhaseState): string {
  if (state === 'done') return 'The cluster is as it was before.';
  if (state === 'failed' || state === 'unknown')
    return 'How the cluster stands now is not certain: see above.';
  return 'On the way back to the cluster as it was.';
}

function Group({
  phases,
  className,
  children,
}: {
  phases: readonly RestorePhase[];
  className: string;
  children: React.ReactNode;
}) {
  return (
    <div className={classNames('min-w-0', className)}>
      <ol className="flex gap-1.5">
        {phases.map((phase) => (
          <Phase key={phase.id} phase={phase} />
        ))}
      </ol>
      <p className="mt-1.5 text-sm text-second">{children}</p>
    </div>
  );
}

function Phase({ phase: { id, title, where, state, fraction } }: { phase: RestorePhase }) {
  const filled = state === 'running' && fraction !== null;
  return (
    <li className="min-w-0 flex-1" data-phase={id} data-state={state}>
      <div
        aria-hidden
        className={classNames(
          'h-1.5 overflow-hidden rounded-full',
          bars[state],
          state === 'pending' && 'border border-line',
        )}
      >
        {filled && (
          <div
            className="h-full bg-accent transition-[width]"
            style={{ width: `${Math.min(1, Math.max(0, fraction)) * 100}%` }}
          />
        )}
      </div>
      <p
        className={classNames(
          'mt-1.5 flex items-center gap-1 font-medium max-sm:text-xs',
          (state === 'pending' || state === 'skipped') && 'font-normal text-second',
        )}
      >
        <span className="max-sm:hidden">
          {state === 'waiting' ? <StatusIcon tone="warn" /> : <StepIcon status={state} size={16} />}
        </span>
        <span className="truncate">{title}</span>
        {filled && <span className="text-second max-sm:hidden">{formatFraction(fraction)}</span>}
        <span className="sr-only">: {state === 'waiting' ? 'waits for you' : stepWord(state).word}</span>
      </p>
      <p className="truncate text-sm text-third max-sm:hidden" title={where}>
        {where}
      </p>
    </li>
  );
}
