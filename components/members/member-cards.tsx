import Link from 'next/link';
import { MemberActions } from '@/components/operations/member-actions';
import { memberPath } from '@/components/operations/operation-paths';
import { Badge } from '@/components/ui/badge';
import { Figure } from '@/components/ui/figure';
import { KeyValue } from '@/components/ui/key-value';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { hasSource, leads } from '@/lib/domain/roles';
import { LagSparkline } from './lag-sparkline';
import { Delay, MemberMarks, MemberStateMark, ReceiveLag, ReplayLag, Uptime } from './member-figures';
import { roleText } from './member-words';

/** Members where a table has no room. */
export function MemberCards({ snapshot }: { snapshot: Snapshot }) {
  return (
    <ul>
      {snapshot.members.map((member) => (
        <li key={member.name} className="border-line border-t px-4 py-3">
          <MemberCard member={member} snapshot={snapshot} />
        </li>
      ))}
    </ul>
  );
}

function MemberCard({ member, snapshot }: { member: Member; snapshot: Snapshot }) {
  const follows = hasSource(member.role);
  return (
    <>
      <div className="flex items-center gap-2">
        <Link
          href={memberPath(snapshot.cluster, member.name)}
          className="text-lg font-semibold hover:text-accent hover:underline"
        >
          {member.name}
        </Link>
        <Badge tone={leads(member.role) ? 'accent' : 'neutral'}>{roleText(member)}</Badge>
        <span className="ml-auto">
          <MemberActions cluster={snapshot.cluster} member={member.name} />
        </span>
      </div>
      <div className="mt-0.5 flex flex-wrap items-center justify-between gap-2">
        <MemberStateMark member={member} />
        {follows && <LagSparkline member={member.name} values={snapshot.recentLag[member.name]} />}
      </div>
      <KeyValue
        className="mt-2 grid grid-cols-[auto_1fr_auto_1fr] gap-x-3 gap-y-1 text-sm [&_dd]:text-right"
        rows={[
          ...(follows
            ? [
                { key: 'replay lag', value: <ReplayLag member={member} /> },
                { key: 'delay', value: <Delay member={member} /> },
                { key: 'receive lag', value: <ReceiveLag member={member} /> },
              ]
            : []),
          {
            key: 'timeline',
            value: <Figure text={member.timeline === null ? null : String(member.timeline)} />,
          },
          { key: 'version', value: <Figure text={member.postgresVersion} /> },
          { key: 'up', value: <Uptime member={member} /> },
          { key: 'host', value: <span className="mono">{member.host}</span> },
          { key: 'tags', value: <MemberMarks member={member} /> },
        ]}
      />
    </>
  );
}
