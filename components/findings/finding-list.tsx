import Link from 'next/link';
import { LinkedText } from '@/components/members/linked-text';
import { diagnosisPath } from '@/components/operations/operation-paths';
import { Command } from '@/components/ui/command';
import { StatusIcon, type Tone } from '@/components/ui/status-mark';
import { Age, Moment } from '@/components/ui/time';
import type { SeenCause } from '@/lib/contract/diagnosis';
import type { Finding, FindingDiagnosis, Snapshot } from '@/lib/contract/snapshot';

const order = { critical: 0, warning: 1, info: 2 } as const;
const tones: Record<Finding['severity'], Tone> = { critical: 'bad', warning: 'warn', info: 'info' };
const words: Record<Finding['severity'], string> = {
  critical: 'critical:',
  warning: 'warning:',
  info: 'to know:',
};

/** Worst first; of equals the older one. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) => order[a.severity] - order[b.severity] || Date.parse(a.since) - Date.parse(b.since),
  );
}

export function FindingList({ snapshot, findings }: { snapshot: Snapshot; findings: readonly Finding[] }) {
  return (
    <ul className="pb-1">
      {worstFirst(findings).map((finding) => (
        <li
          key={finding.id}
          data-finding={finding.id}
          className="flex gap-2.5 border-line border-t px-4 py-3 first:border-t-0 first:pt-1.5"
        >
          <StatusIcon tone={tones[finding.severity]} label={words[finding.severity]} className="mt-0.5" />
          <FindingText snapshot={snapshot} finding={finding} />
        </li>
      ))}
    </ul>
  );
}

function FindingText({ snapshot, finding }: { snapshot: Snapshot; finding: Finding }) {
  const { cluster } = snapshot;
  const members = snapshot.members.map((member) => member.name);
  const { diagnosis } = finding;
  const cause = diagnosis?.cause ?? null;
  return (
    <div className="min-w-0 flex-1">
      <h3 className="font-semibold">{finding.title}</h3>
      <p className="text-sm text-second">
        <LinkedText cluster={cluster} members={members} text={finding.why} />
      </p>
      {cause === null ? (
        <>
          <p className="mt-1 text-sm">
            <LinkedText cluster={cluster} members={members} text={finding.action} />
          </p>
          {finding.command !== null && (
            <div className="mt-2">
              <Command text={finding.command} />
            </div>
          )}
        </>
      ) : (
        <Cause cause={cause} />
      )}
      <p className="mt-1 text-sm text-third">
        since <Moment at={finding.since} /> (<Age at={finding.since} />)
        {diagnosis !== null && (
          <>
            {' · '}
            <DiagnosisLink cluster={cluster} diagnosis={diagnosis} />
          </>
        )}
      </p>
    </div>
  );
}

/** What a look at the host has named; its fix stands on the page of the diagnosis. */
function Cause({ cause: { title, certainty, seen, at } }: { cause: SeenCause }) {
  return (
    <div data-cause-named className="mt-1.5 border-line-strong border-l-2 pl-2.5 text-sm">
      <p>
        <span className="text-second">{certainty === 'certain' ? 'Cause:' : 'Likely cause:'}</span>{' '}
        <b className="font-semibold">{title}</b>
      </p>
      <p className="break-words text-second">{seen}</p>
      <p className="text-third">
        looked at <Age at={at} /> ago
      </p>
    </div>
  );
}

/** To the page that says why, and with a named cause what to do. */
export function DiagnosisLink({
  cluster,
  diagnosis: { member, cause },
}: {
  cluster: string;
  diagnosis: FindingDiagnosis;
}) {
  const words = cause === null ? 'Diagnosis' : 'Show the cause and the fix';
  return (
    <Link
      href={diagnosisPath(cluster, member)}
      className="text-accent underline underline-offset-2"
      aria-label={cause === null ? `Diagnosis of ${member}` : `${words}: diagnosis of ${member}`}
    >
      {words}
    </Link>
  );
}
