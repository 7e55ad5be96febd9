import type { ClusterEvent } from '@/lib/contract/events';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { formatBytes } from './format';

type NewEvent = Omit<ClusterEvent, 'id'>;
type Told = Pick<NewEvent, 'kind' | 'severity' | 'title'> & Partial<Pick<NewEvent, 'subject' | 'detail'>>;

/** Below this part of the limit a member counts as caught up again, so that a lag at the limit does not tell twice a second. */
const lagReturnFraction = 0.5;

/** What a comparison carries from one to the next: who was last seen to lead, and who is over the lag limit. */
export interface ChangeMemory {
  readonly leader: string | null;
  readonly timeline: number | null;
  readonly overLimit: ReadonlySet<string>;
}

/**
 * What happened between two snapshots, as events in the order they should be read.
 * An unknown is never an event: only what was known before and is known now is compared.
 */
export function changesBetween(
  before: Snapshot,
  after: Snapshot,
  memory: ChangeMemory,
  lagLimitBytes: number,
): { events: NewEvent[]; memory: ChangeMemory } {
  const told: Told[] = [
    ...reachability(before, after),
    ...leadership(after, memory),
    ...(before.leader !== null && after.leader === null && answers(after)
      ? [
          {
            kind: 'leader_lost',
            severity: 'critical',
            subject: before.leader,
            title: `No member leads; ${before.leader} did`,
          } as const,
        ]
      : []),
    ...memberChanges(before, after),
    ...modeChanges(before, after),
    ...routingChanges(before, after),
    ...repositoryChanges(before, after),
  ];
  const lag = lagChanges(after, memory.overLimit, lagLimitBytes);
  told.push(...lag.told);
  return {
    events: told.map((event) => ({
      cluster: after.cluster,
      at: after.at,
      subject: null,
      operationId: after.operation?.status === 'running' ? after.operation.id : null,
      detail: {},
      ...event,
    })),
    memory: {
      leader: after.leader ?? memory.leader,
      timeline: after.leader === null ? memory.timeline : (after.timeline ?? memory.timeline),
      overLimit: lag.overLimit,
    },
  };
}

function answers(snapshot: Snapshot): boolean {
  return snapshot.reading.status === 'fresh';
}

function reachability(before: Snapshot, after: Snapshot): Told[] {
  const events: Told[] = [];
  if (before.reading.status !== 'unreachable' && after.reading.status === 'unreachable') {
    events.push({
      kind: 'cluster_unreachable',
      severity: 'critical',
      title: 'No Patroni answers',
      detail: { reason: after.reading.reason },
    });
  }
  if (before.reading.status === 'unreachable' && after.reading.status === 'fresh') {
    events.push({ kind: 'cluster_reachable', severity: 'good', title: 'Patroni answers again' });
  }
  if (before.dcs.status !== 'unreachable' && after.dcs.status === 'unreachable') {
    events.push({
      kind: 'dcs_lost',
      severity: 'critical',
      subject: 'etcd',
      title: 'etcd stopped answering Patroni',
    });
  }
  if (before.dcs.status === 'unreachable' && after.dcs.status === 'ok') {
    events.push({ kind: 'dcs_back', severity: 'good', subject: 'etcd', title: 'etcd answers Patroni again' });
  }
  return events;
}

function leadership(after: Snapshot, memory: ChangeMemory): Told[] {
  const events: Told[] = [];
  const { leader, timeline } = after;
  if (leader !== null && memory.leader !== null && leader !== memory.leader) {
    events.push({
      kind: 'leader_changed',
      severity: 'warning',
      subject: leader,
      title: `${leader} became leader${timeline === null ? '' : `, timeline ${timeline}`}`,
      detail: { from: memory.leader, to: leader, timeline },
    });
  } else if (
    leader !== null &&
    timeline !== null &&
    memory.timeline !== null &&
    timeline !== memory.timeline
  ) {
    events.push({
      kind: 'timeline_changed',
      severity: 'warning',
      subject: leader,
      title: `Timeline ${timeline} began under ${leader}`,
      detail: { from: memory.timeline, to: timeline },
    });
  }
  return events;
}

function memberChanges(before: Snapshot, after: Snapshot): Told[] {
  const events: Told[] = [];
  const earlier = new Map<string, Member>(before.members.map((member) => [member.name, member]));
  for (const member of after.members) {
    const was = earlier.get(member.name);
    earlier.delete(member.name);
    if (was === undefined) {
      if (before.members.length > 0) {
        events.push({
          kind: 'member_added',
          severity: 'info',
          subject: member.name,
          title: `${member.name} joined the cluster`,
        });
      }
      continue;
    }
    if (was.condition !== 'down' && member.condition === 'down') {
      const unreachable = member.patroni.status === 'unreachable';
      events.push({
        kind: 'member_lost',
        severity: 'warning',
        subject: member.name,
        title: unreachable
          ? `${member.name} stopped answering`
          : `PostgreSQL of ${member.name} is down (${member.state})`,
        detail: unreachable
          ? { reason: member.patroni.status === 'unreachable' ? member.patroni.reason : null }
          : { state: member.state },
      });
    }
    if (was.condition !== 'serving' && member.condition === 'serving' && was.patroni.status !== 'waiting') {
      events.push({
        kind: 'member_back',
        severity: 'good',
        subject: member.name,
        title: `${member.name} is back (${member.state})`,
      });
    }
  }
  for (const gone of earlier.values()) {
    events.push({
      kind: 'member_removed',
      severity: 'warning',
      subject: gone.name,
      title: `${gone.name} left the cluster`,
    });
  }
  return events;
}

function modeChanges(before: Snapshot, after: Snapshot): Told[] {
  if (!answers(after)) return [];
  const events: Told[] = [];
  if (before.paused !== after.paused && before.reading.status !== 'waiting') {
    events.push(
      after.paused
        ? { kind: 'paused', severity: 'warning', title: 'Patroni was paused' }
        : { kind: 'resumed', severity: 'good', title: 'Patroni was resumed' },
    );
  }
  const planned = after.scheduledSwitchover;
  if (planned !== null && before.scheduledSwitchover?.at !== planned.at) {
    events.push({
      kind: 'switchover_scheduled',
      severity: 'info',
      title: `A switchover${planned.to === null ? '' : ` to ${planned.to}`} was scheduled`,
      detail: { ...planned },
    });
  }
  if (planned === null && before.scheduledSwitchover !== null && before.leader === after.leader) {
    events.push({
      kind: 'switchover_unscheduled',
      severity: 'info',
      title: 'The scheduled switchover is gone',
    });
  }
  return events;
}

function routingChanges(before: Snapshot, after: Snapshot): Told[] {
  const events: Told[] = [];
  for (const proxy of after.routing.proxies) {
    const was = before.routing.proxies.find((one) => one.name === proxy.name);
    if (was === undefined) continue;
    if (was.reading.status === 'fresh' && proxy.reading.status === 'unreachable') {
      events.push({
        kind: 'haproxy_lost',
        severity: 'critical',
        subject: proxy.name,
        title: `${proxy.name} stopped answering`,
      });
    }
    if (was.reading.status === 'unreachable' && proxy.reading.status === 'fresh') {
      events.push({
        kind: 'haproxy_back',
        severity: 'good',
        subject: proxy.name,
        title: `${proxy.name} answers again`,
      });
    }
    if (was.reading.status !== 'fresh' || proxy.reading.status !== 'fresh') continue;
    for (const side of ['writes', 'reads'] as const) {
      const then = new Map((was[side]?.servers ?? []).map((server) => [server.name, server.receives]));
      for (const server of proxy[side]?.servers ?? []) {
        if (then.get(server.name) === undefined || then.get(server.name) === server.receives) continue;
        events.push({
          kind: 'routing_changed',
          severity: 'info',
          subject: server.member ?? server.name,
          title: server.receives
            ? `${proxy.name} sends ${side} to ${server.member ?? server.name}`
            : `${proxy.name} took ${server.member ?? server.name} out of ${side}`,
        });
      }
    }
  }
  return events;
}

function repositoryChanges(before: Snapshot, after: Snapshot): Told[] {
  const events: Told[] = [];
  const was = before.replication.archiver;
  const now = after.replication.archiver;
  if (was !== null && now !== null) {
    if (!was.failing && now.failing) {
      events.push({
        kind: 'archiving_failing',
        severity: 'warning',
        subject: now.member,
        title: 'Archiving of WAL began to fail',
        detail: { segment: now.lastFailedWal },
      });
    }
    if (was.failing && !now.failing) {
      events.push({
        kind: 'archiving_recovered',
        severity: 'good',
        subject: now.member,
        title: 'WAL is archived again',
      });
    }
  }
  if (before.repository.reading.status === 'waiting') return events;
  if (!before.repository.backupRunning && after.repository.backupRunning) {
    events.push({ kind: 'backup_started', severity: 'info', title: 'A backup runs' });
  }
  const last = after.repository.lastBackup;
  if (
    last !== null &&
    last.label !== before.repository.lastBackup?.label &&
    before.repository.reading.status === 'fresh'
  ) {
    events.push({
      kind: 'backup_finished',
      severity: last.error ? 'warning' : 'good',
      subject: last.label,
      title: `Backup ${last.label} finished${last.error ? ' with errors' : ''}`,
      detail: { type: last.type },
    });
  }
  return events;
}

function lagChanges(
  after: Snapshot,
  overLimit: ReadonlySet<string>,
  limitBytes: number,
): { told: Told[]; overLimit: ReadonlySet<string> } {
  const next = new Set<string>();
  const told: Told[] = [];
  for (const member of after.members) {
    const { lagBytes, name } = member;
    const was = overLimit.has(name);
    const fresh = member.patroni.status === 'fresh' && lagBytes !== null;
    const over = fresh ? lagBytes > (was ? limitBytes * lagReturnFraction : limitBytes) : was;
    if (over) next.add(name);
    if (over && !was) {
      told.push({
        kind: 'lag_over_limit',
        severity: 'warning',
        subject: name,
        title: `${name} lag rose above ${formatBytes(limitBytes)}`,
        detail: { lagBytes },
      });
    }
    if (!over && was) {
      told.push({
        kind: 'lag_under_limit',
        severity: 'good',
        subject: name,
        title: `${name} caught up, lag ${formatBytes(lagBytes ?? 0)}`,
        detail: { lagBytes },
      });
    }
  }
  return { told, overLimit: next };
}
