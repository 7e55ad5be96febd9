'use client';

import { useState } from 'react';
import { WithMoments } from '@/components/operations/with-moments';
import { Button } from '@/components/ui/button';
import { useNowMs } from '@/components/ui/clock';
import type { AcceptRequest, Decision } from '@/lib/contract/operations';
import type { RestoreTarget } from '@/lib/contract/restore';
import { formatDurationMs } from '@/lib/domain/format';
import { fieldsOfTarget, type TargetFields, targetOfFields } from '@/lib/domain/restore-words';
import { TargetField } from './target-field';
import { viewerOffset } from './viewer-offset';

/** What can be decided here, each with what comes of it. */
export function Decisions({
  decisions,
  target,
  busy,
  problem,
  onDecide,
}: {
  decisions: readonly Decision[];
  /** What was aimed at so far: another target is mostly near. */
  target: RestoreTarget | null;
  busy: boolean;
  /** What the API has against the target that was given. */
  problem: string | null;
  onDecide: (request: AcceptRequest) => void;
}) {
  const [asking, setAsking] = useState<Decision | null>(null);
  return (
    <div className="flex flex-col gap-3">
      <ul className="grid gap-3 sm:grid-cols-[repeat(auto-fit,minmax(200px,1fr))]">
        {decisions.map((decision) => (
          <li key={decision.id} data-decision={decision.id} className="flex flex-col items-start gap-1.5">
            <Button
              variant={decision.tone === 'go' ? 'filled' : 'plain'}
              disabled={busy}
              {...(decision.needs === 'target' ? { 'aria-expanded': asking?.id === decision.id } : {})}
              onClick={() => {
                if (decision.needs !== 'target') onDecide({ decision: decision.id });
                else setAsking((known) => (known?.id === decision.id ? null : decision));
              }}
              className="max-sm:w-full"
            >
              {decision.label}
              {decision.needs === 'target' && !decision.label.endsWith('…') && '…'}
            </Button>
            <p className="text-sm text-second">
              <WithMoments text={decision.detail} />
            </p>
          </li>
        ))}
      </ul>
      {asking !== null && (
        <AnotherTarget
          target={target}
          busy={busy}
          problem={problem}
          onGo={(next) => onDecide({ decision: asking.id, target: next })}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}

function AnotherTarget({
  target,
  busy,
  problem,
  onGo,
  onClose,
}: {
  target: RestoreTarget | null;
  busy: boolean;
  problem: string | null;
  onGo: (target: RestoreTarget) => void;
  onClose: () => void;
}) {
  const nowMs = useNowMs();
  const [fields, setFields] = useState<TargetFields>(() => fieldsOfTarget(target, nowMs, viewerOffset));
  const typed = targetOfFields(fields, viewerOffset);
  return (
    <form
      aria-label="Another target"
      className="flex flex-col gap-3 rounded-lg border border-line bg-background px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.value !== null && !busy) onGo(typed.value);
      }}
    >
      <h3 className="font-semibold">Where to instead</h3>
      <TargetField fields={fields} typed={typed} problem={problem} onChange={setFields} />
      <p className="text-sm text-second">{wayThere(target, typed.value)}</p>
      <div className="flex flex-wrap gap-2.5">
        <Button type="submit" variant="filled" disabled={busy || typed.value === null}>
          Go there
        </Button>
        <Button onClick={onClose}>Keep this one</Button>
      </div>
    </form>
  );
}

/** Which way leads from where it stands to another target. */
function wayThere(from: RestoreTarget | null, to: RestoreTarget | null): string {
  if (from?.type !== 'time' || to?.type !== 'time') {
    return 'Where replay can go on to it, it does; otherwise the backup is restored again.';
  }
  const awayMs = Date.parse(to.at) - Date.parse(from.at);
  if (awayMs === 0) return 'That is where it stands now.';
  const away = formatDurationMs(Math.abs(awayMs));
  return awayMs > 0
    ? `${away} later: replay goes on from here.`
    : `${away} earlier: the backup is restored again.`;
}
