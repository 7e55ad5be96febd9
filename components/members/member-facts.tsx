import Link from 'next/link';
import { memberPath } from '@/components/operations/operation-paths';
import { LsnText } from '@/components/replication/lsn-text';
import { Figure } from '@/components/ui/figure';
import { KeyValue, type KeyValueRow } from '@/components/ui/key-value';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Age, Moment } from '@/components/ui/time';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { hasSource } from '@/lib/domain/roles';
import { LagSparkline } from './lag-sparkline';
import { Delay, MemberMarks, ReceiveLag, ReplayLag, Uptime } from './member-figures';
import { memberState, roleText, streamingFrom } from './member-words';

const lagSources = { postgres: 'PostgreSQL, live', patroni: "Patroni's last look" } as const;

export function MemberFacts({ member, snapshot }: { member: Member; snapshot: Snapshot }) {
  const { past, figuresOf } = memberState(member);
  const rows = [
    ...identity(member),
    ...(hasSource(member.role) ? following(member, snapshot) : leading(member, snapshot)),
    ...upkeep(member),
  ];
  return (
    <Panel title="What is known">
      {past && (
        <div className="mb-3">
          <Notice tone="warn" title="Not of now">
            {figuresOf === null ? (
              'This member has not answered yet; what stands here is what other members say of it.'
            ) : (
              <>
                Its own figures were read <Age at={figuresOf} /> ago.
              </>
            )}
          </Notice>
        </div>
      )}
      <KeyValue rows={rows} />
    </Panel>
  );
}

function identity(member: Member): KeyValueRow[] {
  const address = member.port === null ? member.host : `${member.host}:${member.port}`;
  return [
    { key: 'Role', value: roleText(member) },
    { key: "Patroni's word", value: member.roleWord },
    { key: 'PostgreSQL at', value: <span className="mono">{address}</span> },
    {
      key: 'Patroni at',
      value: member.apiUrl === null ? <Figure text={null} /> : <span className="mono">{member.apiUrl}</span>,
    },
    { key: 'PostgreSQL', value: <Figure text={member.postgresVersion} /> },
    { key: 'Patroni', value: <Figure text={member.patroniVersion} /> },
    {
      key: 'System identifier',
      value:
        member.systemIdentifier === null ? (
          <Figure text={null} />
        ) : (
          <span className="mono">{member.systemIdentifier}</span>
        ),
    },
    { key: 'Timeline', value: <Figure text={member.timeline === null ? null : String(member.timeline)} /> },
  ];
}

function leading(member: Member, snapshot: Snapshot): KeyValueRow[] {
  return [{ key: 'Writes at', value: <LsnText lsn={member.currentLsn} /> }, feeds(member, snapshot)];
}

function feeds(member: Member, snapshot: Snapshot): KeyValueRow {
  const count = streamingFrom(snapshot, member.name);
  return { key: 'Feeds', value: count === 0 ? 'nobody' : `${count} streaming from it` };
}

function following(member: Member, snapshot: Snapshot): KeyValueRow[] {
  const source = snapshot.members.find((each) => each.name === member.replicatesFrom);
  return [
    {
      key: 'Replicates from',
      value:
        source === undefined ? (
          <Figure text={member.replicatesFrom} />
        ) : (
          <Link href={memberPath(snapshot.cluster, source.name)} className="text-accent hover:underline">
            {source.name}
          </Link>
        ),
    },
    { key: 'Received up to', value: <LsnText lsn={member.receivedLsn} /> },
    { key: 'Replayed up to', value: <LsnText lsn={member.replayedLsn} /> },
    feeds(member, snapshot),
    { key: 'Receive lag', value: <ReceiveLag member={member} /> },
    { key: 'Replay lag', value: <ReplayLag member={member} /> },
    { key: 'Delay', value: <Delay member={member} /> },
    {
      key: 'Lag is told by',
      value: <Figure text={member.lagSource === null ? null : lagSources[member.lagSource]} />,
    },
    {
      key: 'Last 5 minutes',
      value: <LagSparkline member={member.name} values={snapshot.recentLag[member.name]} width={200} />,
    },
  ];
}

function upkeep(member: Member): KeyValueRow[] {
  const reasons = Object.entries(member.pendingRestartReason ?? {});
  return [
    {
      key: 'Up',
      value: (
        <>
          <Uptime member={member} />
          {member.startedAt !== null && member.condition !== 'down' && (
            <span className="text-third">
              , since <Moment at={member.startedAt} />
            </span>
          )}
        </>
      ),
    },
    { key: 'Tags', value: <MemberMarks member={member} /> },
    ...(member.scheduledRestartAt === null
      ? []
      : [{ key: 'Restart planned', value: <Moment at={member.scheduledRestartAt} look="date-time" /> }]),
    ...(reasons.length === 0
      ? []
      : [
          {
            key: 'Restart changes',
            value: reasons.map(([name, { oldValue, newValue }]) => (
              <span key={name} className="mono block">
                {name}: {oldValue} → {newValue}
              </span>
            )),
          },
        ]),
  ];
}
