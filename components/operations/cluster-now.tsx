'use client';

import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { StatusMark, type Tone } from '@/components/ui/status-mark';
import { Age } from '@/components/ui/time';
import type { HaproxyPort, Member, Snapshot } from '@/lib/contract/snapshot';
import { formatBytes } from '@/lib/domain/format';

const conditionTone: Record<Member['condition'], Tone> = {
  serving: 'ok',
  working: 'working',
  down: 'bad',
  unknown: 'unknown',
};

const roleText: Record<Member['role'], string> = {
  leader: 'Leader',
  standby_leader: 'Standby leader',
  sync_standby: 'Sync standby',
  quorum_standby: 'Quorum standby',
  replica: 'Replica',
  unknown: 'Unknown',
};

/** What the cluster is doing at this moment: where HAProxy sends writes and reads, who leads, who follows. */
export function ClusterNow({ snapshot }: { snapshot: Snapshot }) {
  const base = `/clusters/${encodeURIComponent(snapshot.cluster)}/members`;
  return (
    <div className="flex flex-col gap-3">
      <Trouble snapshot={snapshot} />
      <dl className="flex flex-col gap-1.5">
        <Line name="Leader">
          {snapshot.leader === null ? (
            <StatusMark tone="bad">no leader</StatusMark>
          ) : (
            <Link href={`${base}/${encodeURIComponent(snapshot.leader)}`} className="font-semibold">
              {snapshot.leader}
            </Link>
          )}
        </Line>
        <Line name="Timeline">{snapshot.timeline ?? '–'}</Line>
      </dl>
      <Routing snapshot={snapshot} />
      <ul className="flex flex-col gap-1.5 border-line border-t pt-3" aria-label="Members now">
        {snapshot.members.map((member) => (
          <li key={member.name} className="flex min-h-6 items-center gap-2" data-member={member.name}>
            <Link href={`${base}/${encodeURIComponent(member.name)}`} className="font-medium">
              {member.name}
            </Link>
            <Badge tone={member.name === snapshot.leader ? 'accent' : 'neutral'}>
              {member.role === 'unknown' ? member.roleWord : roleText[member.role]}
            </Badge>
            <span className="ml-auto flex items-center gap-2 text-sm text-second">
              {member.lagBytes !== null && member.role !== 'leader' && formatBytes(member.lagBytes)}
              <StatusMark tone={conditionTone[member.condition]}>{member.state}</StatusMark>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Trouble({ snapshot }: { snapshot: Snapshot }) {
  const { reading } = snapshot;
  if (reading.status === 'fresh') return null;
  if (reading.status === 'waiting') return <p className="text-second">Patroni has not answered yet.</p>;
  if (reading.status === 'not_configured') return null;
  return (
    <p className="text-warn">
      Patroni does not answer: {reading.reason} (<Age at={reading.since} />
      ). Below is what it said last.
    </p>
  );
}

function Line({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <dt className="text-second">{name}</dt>
      <dd className="min-w-0 text-right font-medium">{children}</dd>
    </div>
  );
}

function Routing({ snapshot }: { snapshot: Snapshot }) {
  const { routing } = snapshot;
  if (!routing.configured || routing.proxies.length === 0) {
    return <p className="text-sm text-third">HAProxy is not configured: where traffic goes is not known.</p>;
  }
  return (
    <ul aria-label="What HAProxy routes now" className="flex flex-col gap-1.5">
      {routing.proxies.map((proxy) => {
        const answers = proxy.reading.status === 'fresh';
        return (
          <li key={proxy.name} className="flex flex-col gap-1.5">
            {routing.proxies.length > 1 && <span className="text-sm text-third">{proxy.name}</span>}
            {answers ? (
              <>
                <Port what="writes" tone="text-accent" port={proxy.writes} />
                <Port what="reads" tone="text-reads" port={proxy.reads} />
              </>
            ) : (
              <StatusMark tone="unknown">{proxy.name} does not answer</StatusMark>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Port({ what, tone, port }: { what: string; tone: string; port: HaproxyPort | null }) {
  if (port === null) return null;
  const receivers = port.servers.filter((server) => server.receives);
  return (
    <div
      data-port={what}
      className="flex items-center gap-2 rounded-md border border-line px-2.5 py-1.5 text-second"
    >
      <span>
        {port.port !== null && <b className={`mr-1 font-semibold ${tone}`}>{port.port}</b>}
        {what}
      </span>
      <ArrowRight aria-hidden size={14} strokeWidth={1.75} className="ml-auto shrink-0 text-third" />
      <span className="sr-only">go to</span>
      {!port.found || receivers.length === 0 ? (
        <span className="font-medium text-bad">nobody</span>
      ) : (
        <span className="font-medium text-ink">
          {receivers.map((server) => server.member ?? server.name).join(', ')}
        </span>
      )}
    </div>
  );
}
