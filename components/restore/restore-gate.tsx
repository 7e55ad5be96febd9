'use client';

import { useEffect, useState } from 'react';
import { WithMoments } from '@/components/operations/with-moments';
import { Command } from '@/components/ui/command';
import { Notice } from '@/components/ui/notice';
import { StatusIcon } from '@/components/ui/status-mark';
import { Moment } from '@/components/ui/time';
import { useAcceptOperation } from '@/lib/browser/mutations';
import type { Gate, Operation } from '@/lib/contract/operations';
import type { RestoreTarget } from '@/lib/contract/restore';
import { readTarget } from '@/lib/domain/restore-words';
import { readTypedMoment } from '@/lib/domain/typed-moment';
import { Decisions } from './decisions';
import { LookFacts } from './look-facts';
import { QueryBox, type Question } from './query-box';
import { fieldProblem } from './restore-form';
import { viewerOffset } from './viewer-offset';

/**
 * Where a restore waits for a person. Stays while it does not wait, so that a question is still there at the next
 * target, and a refusal is still read when the page shows already what is now.
 */
export function RestoreGate({ operation }: { operation: Operation }) {
  const { id, gate } = operation;
  const [question, setQuestion] = useState<Question>({ database: '', sql: '' });
  const deciding = useAcceptOperation(id);
  const refusal = deciding.error;
  const wrongTarget = fieldProblem(refusal?.details, 'target');
  return (
    <>
      {refusal !== null && wrongTarget === null && (
        <div role="alert">
          <Notice
            tone={refusal.code === 'unreachable' ? 'unknown' : 'bad'}
            title={
              refusal.code === 'unreachable' ? 'It is not known whether this was decided' : 'Not decided'
            }
            actions={
              <Moment at={new Date(deciding.submittedAt).toISOString()} className="text-sm text-third" />
            }
          >
            {refusal.message} What is shown here is how it stands now.
          </Notice>
        </div>
      )}
      {gate !== null && (
        <GatePanel
          // Another stop, another panel: an answer of the one before must not stand beside it.
          key={gateKey(operation, gate)}
          operation={operation}
          gate={gate}
          question={question}
          onQuestion={setQuestion}
          // Until the page hears what came of it.
          busy={deciding.isPending}
          wrongTarget={wrongTarget}
          onDecide={(request) => {
            // Only for what stands here: somebody else may have gone on to another target meanwhile.
            const seen = gate.look?.replayedLsn ?? null;
            deciding.mutate(seen === null ? request : { ...request, replayedLsn: seen });
          }}
        />
      )}
    </>
  );
}

function GatePanel({
  operation,
  gate,
  question,
  onQuestion,
  busy,
  wrongTarget,
  onDecide,
}: {
  operation: Operation;
  gate: Gate;
  question: Question;
  onQuestion: (question: Question) => void;
  busy: boolean;
  wrongTarget: string | null;
  onDecide: Parameters<typeof Decisions>[0]['onDecide'];
}) {
  const settled = useAfter(settledAfterMs);
  return (
    <section
      aria-label="Waits for you"
      data-gate={gate.id}
      className="flex flex-col gap-5 rounded-lg border border-line border-l-[3px] border-l-warn bg-panel px-4 py-4"
    >
      <div className="flex gap-3">
        <StatusIcon tone="warn" size={20} className="mt-0.5" />
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-semibold">
            <WithMoments text={gate.title} />
          </h2>
          <p className="text-second">
            <WithMoments text={gate.message} />
          </p>
          <NextCommand needed={operation.needsPerson} />
        </div>
      </div>
      {gate.look !== null && (
        <>
          <LookFacts look={gate.look} />
          <QueryBox operationId={operation.id} look={gate.look} question={question} onChange={onQuestion} />
        </>
      )}
      <div className="border-line border-t pt-4">
        <Decisions
          decisions={gate.decisions}
          target={targetOf(operation, gate)}
          busy={busy || !settled}
          problem={wrongTarget}
          onDecide={onDecide}
        />
      </div>
    </section>
  );
}

/** What would help on the host itself, before trying again. */
function NextCommand({ needed }: { needed: Operation['needsPerson'] }) {
  if (needed === null || needed.command === null) return null;
  return (
    <div className="mt-3">
      <p className="mb-1 text-sm text-second">Next{needed.host === null ? '' : `, on ${needed.host}`}:</p>
      <Command text={needed.command} />
    </div>
  );
}

/** Nobody should press what has only just come under the pointer. */
const settledAfterMs = 700;

function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}

/** What was aimed at last: the look says a moment as PostgreSQL writes it; for other targets what was asked for first stands in. */
function targetOf({ input }: Operation, { look }: Gate): RestoreTarget | null {
  const atMs = look === null ? null : readTypedMoment(look.target, viewerOffset).value;
  return atMs === null ? readTarget(input.target) : { type: 'time', at: new Date(atMs).toISOString() };
}

/** The same while the operation waits at the same place for the same reason. */
function gateKey({ steps }: Operation, { id, look }: Gate): string {
  const since = steps.find((step) => step.status === 'running')?.startedAt ?? '';
  return [id, since, look?.target, look?.replayedLsn].join(' ');
}
