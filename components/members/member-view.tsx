'use client';

import { Stethoscope } from 'lucide-react';
import { MemberActions } from '@/components/operations/member-actions';
import { diagnosisPath } from '@/components/operations/operation-paths';
import { Badge } from '@/components/ui/badge';
import { ButtonLink } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { Panel } from '@/components/ui/panel';
import { useSnapshot } from '@/lib/browser/queries';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { leads } from '@/lib/domain/roles';
import { FindingsOf } from './findings-of';
import { MemberFacts } from './member-facts';
import { MemberStateMark } from './member-figures';
import { MemberReadings } from './member-readings';
import { MemberReplication } from './member-replication';
import { roleText } from './member-words';

/** Everything that is known of one member. */
export function MemberView({ cluster, member: name }: { cluster: string; member: string }) {
  const snapshot = useSnapshot(cluster).data;
  const member = snapshot?.members.find((each) => each.name === name);
  if (snapshot === undefined) return null;
  if (member === undefined) {
    return (
      <Panel title={name}>
        <Empty title={`${name} is not a member now`}>
          Patroni does not list it at present. It shows here again when it comes back.
        </Empty>
      </Panel>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <MemberHead member={member} snapshot={snapshot} />
      <FindingsOf snapshot={snapshot} member={name} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <MemberFacts member={member} snapshot={snapshot} />
        <MemberReadings member={member} hosts={snapshot.hosts} />
      </div>
      <MemberReplication member={member} snapshot={snapshot} />
    </div>
  );
}

function MemberHead({ member, snapshot }: { member: Member; snapshot: Snapshot }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <h2 className="text-lg font-semibold">{member.name}</h2>
      <Badge tone={leads(member.role) ? 'accent' : 'neutral'}>{roleText(member)}</Badge>
      <MemberStateMark member={member} />
      <div className="ml-auto flex items-center gap-2">
        <ButtonLink size="small" href={diagnosisPath(snapshot.cluster, member.name)}>
          <Stethoscope aria-hidden size={14} strokeWidth={1.75} />
          Diagnosis
        </ButtonLink>
        <MemberActions cluster={snapshot.cluster} member={member.name} />
      </div>
    </div>
  );
}
