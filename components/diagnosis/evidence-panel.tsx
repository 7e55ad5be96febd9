import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusIcon } from '@/components/ui/status-mark';
import type { Evidence, EvidenceFact } from '@/lib/contract/diagnosis';
import { answerWords, evidenceTitles } from './evidence-titles';

/** What one question to the host came to: its answer, or why there is none. */
export function EvidencePanel({ evidence }: { evidence: Evidence }) {
  const { id, state, why, facts } = evidence;
  return (
    <div data-evidence={id} data-state={state} className="min-w-0">
      <Panel title={evidenceTitles[id]} actions={<span className="text-third">{answerWords(evidence)}</span>}>
        {state === 'waiting' && <Skeleton className="h-6 w-full" />}
        {why !== null && <p className="break-words text-second">{why}</p>}
        {facts.length > 0 && (
          <dl className="grid grid-cols-[minmax(88px,auto)_1fr] gap-x-4 gap-y-1">
            {facts.map((fact) => (
              <Fact key={`${fact.name} ${fact.value}`} fact={fact} />
            ))}
          </dl>
        )}
        {state === 'answered' && facts.length === 0 && <p className="text-second">Nothing to tell.</p>}
      </Panel>
    </div>
  );
}

function Fact({ fact: { name, value, tone } }: { fact: EvidenceFact }) {
  return (
    <>
      <dt className="max-w-64 break-words text-second">{name}</dt>
      <dd className="flex min-w-0 gap-1.5">
        {tone !== 'plain' && (
          <StatusIcon
            tone={tone}
            size={14}
            label={tone === 'bad' ? 'not well:' : 'well:'}
            className="mt-0.5 shrink-0"
          />
        )}
        <span className="min-w-0 break-words">{value}</span>
      </dd>
    </>
  );
}
