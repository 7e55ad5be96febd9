import type { DrillReport } from '@/lib/contract/drills';
import type { Snapshot } from '@/lib/contract/snapshot';
import { type ChangeMemory, changesBetween } from '../changes';

export type Happening = DrillReport['happenings'][number];

const ofHaproxy = new Set(['haproxy_lost', 'haproxy_back']);
/** What a drill's own operations tell by themselves, or what it is not about. */
const leftOut = new Set([
  'backup_started',
  'backup_finished',
  'archiving_failing',
  'archiving_recovered',
  'routing_changed',
]);

/** What Patroni, HAProxy and PostgreSQL did between two snapshots: only what was known before and is known now. */
export function happeningsBetween(
  before: Snapshot,
  after: Snapshot,
  memory: ChangeMemory,
  lagLimitBytes: number,
): { happenings: Happening[]; memory: ChangeMemory } {
  const changes = changesBetween(before, after, memory, lagLimitBytes);
  const told = changes.events
    .filter(({ kind }) => !leftOut.has(kind))
    .map(({ at, kind, subject, title }): Happening => {
      return { at, who: ofHaproxy.has(kind) ? 'haproxy' : 'patroni', subject, text: title };
    });
  return {
    happenings: [...told, ...serversBetween(before, after), ...postmastersBetween(before, after)],
    memory: changes.memory,
  };
}

function serversBetween(before: Snapshot, after: Snapshot): Happening[] {
  return after.routing.proxies.flatMap((proxy) => {
    const earlier = before.routing.proxies.find(({ name }) => name === proxy.name);
    return (['writes', 'reads'] as const).flatMap((purpose) =>
      (proxy[purpose]?.servers ?? []).flatMap((server): Happening[] => {
        const was = earlier?.[purpose]?.servers.find(({ name }) => name === server.name);
        if (was === undefined || was.receives === server.receives) return [];
        const verb = server.receives ? 'sends' : 'stopped sending';
        const text = `${proxy.name} ${verb} ${purpose} to ${server.name}`;
        return [{ at: after.at, who: 'haproxy', subject: server.name, text }];
      }),
    );
  });
}

function postmastersBetween(before: Snapshot, after: Snapshot): Happening[] {
  return after.members.flatMap((member): Happening[] => {
    const was = before.members.find(({ name }) => name === member.name);
    if (was?.startedAt == null || member.startedAt === null || was.startedAt === member.startedAt) return [];
    const { name } = member;
    return [
      { at: member.startedAt, who: 'postgres', subject: name, text: `PostgreSQL on ${name} was started` },
    ];
  });
}
