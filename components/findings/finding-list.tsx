import Link from 'next/link';
import { LinkedText } from '@/components/members/linked-text';
import { diagnosisPath } from '@/components/operations/operation-paths';
import { Command } from '@/components/ui/command';
import { StatusIcon, type Tone } from '@/components/ui/status-mark';
import { Age, Moment } from '@/components/ui/time';
import type { Finding, Snapshot } from '@/lib/contract/snapshot';

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
  const member = memberOf(finding, snapshot);
  return (
    <div className="min-w-0 flex-1">
      <h3 className="font-semibold">{finding.title}</h3>
      <p className="text-sm text-second">
        <LinkedText cluster={cluster} members={members} text={finding.why} />
      </p>
      <p className="mt-1 text-sm">
        <LinkedText cluster={cluster} members={members} text={finding.action} />
      </p>
      {finding.command !== null && (
        <div className="mt-2">
          <Command text={finding.command} />
        </div>
      )}
      <p className="mt-1 text-sm text-third">
        since <Moment at={finding.since} /> (<Age at={finding.since} />)
        {member !== null && (
          <>
            {' · '}
            <Link
              href={diagnosisPath(cluster, member)}
              className="text-accent underline underline-offset-2"
              aria-label={`Diagnosis of ${member}`}
            >
              Diagnosis
            </Link>
          </>
        )}
      </p>
    </div>
  );
}

/** Whose diagnosis may tell more: archiving is the leader's matter, and etcd is looked at from where it matters most. */
function memberOf({ id, subject }: Finding, { leader, members, replication }: Snapshot): string | null {
  if (subject.type === 'member')
    return members.some(({ name }) => name === subject.name) ? subject.name : null;
  if (subject.type === 'slot')
    return replication.slots.find(({ name }) => name === subject.name)?.member ?? null;
  if (subject.type === 'dcs') return leader ?? members[0]?.name ?? null;
  return id.startsWith('archiv') ? leader : null;
}
