import type { Snapshot } from '@/lib/contract/snapshot';
import { critical, type FindingDraft, info, warning } from './draft';

type Seen = Omit<Snapshot, 'health' | 'verdict' | 'findings'>;

/** What is wrong with the cluster as a whole: its store, its leader, its mode. */
export function leaderFindings(snapshot: Seen): FindingDraft[] {
  const findings: FindingDraft[] = [];
  const subject = { type: 'cluster' as const, name: snapshot.cluster };
  const replicas = snapshot.members.filter((member) => member.name !== snapshot.leader);
  if (snapshot.dcs.status === 'unreachable') {
    findings.push(
      critical(
        'dcs-unreachable',
        { type: 'dcs', name: 'etcd' },
        {
          title: 'etcd is down',
          why: 'Patroni cannot reach its configuration store (etcd). No member can be promoted, and the leader turns read-only when its lease runs out',
          action: 'Look at etcd on its hosts: the service, its disk, its quorum',
          command: 'etcdctl endpoint health --cluster',
          since: snapshot.dcs.since,
        },
      ),
    );
  }
  const named = snapshot.members.find(
    (member) => member.role === 'leader' || member.role === 'standby_leader',
  );
  // Before the holder of the key was asked itself, nothing is claimed either way.
  if (snapshot.leader === null && named?.patroni.status !== 'waiting') {
    const unreachable = named?.patroni.status === 'unreachable' ? named : null;
    findings.push(
      critical('no-leader', subject, {
        title: unreachable === null ? 'No member leads' : `${unreachable.name}, the leader, does not answer`,
        why:
          unreachable === null
            ? 'No member runs as primary, so writes are refused'
            : `Patroni gives its place away when its lease runs out${snapshot.ttlSeconds === null ? '' : `, at most ${snapshot.ttlSeconds} s after it was last renewed`}`,
        action: snapshot.paused
          ? 'Patroni is paused and promotes nobody: resume it, or fail over by hand'
          : 'Wait for Patroni to promote a replica; if it does not, look at the Patroni logs of the replicas',
        command: snapshot.paused ? 'patronictl resume' : 'patronictl list',
        graceMs: 0,
      }),
    );
  }
  const primaries = snapshot.members.filter(
    (member) =>
      member.patroni.status === 'fresh' && member.condition === 'serving' && member.role === 'leader',
  );
  if (primaries.length > 1) {
    findings.push(
      critical('two-leaders', subject, {
        title: 'Two members run as primary',
        why: `${primaries.map((member) => member.name).join(' and ')} each say that they lead`,
        action: 'Stop writes and find out which one holds the leader key before anything else',
        command: 'patronictl list',
        graceMs: 2000,
      }),
    );
  }
  if (
    snapshot.leader !== null &&
    replicas.length > 0 &&
    replicas.every((member) => member.condition === 'down')
  ) {
    findings.push(
      warning('no-replica', subject, {
        title:
          replicas.length === 1 ? 'The only replica is down' : `All ${replicas.length} replicas are down`,
        why: 'If the leader fails now, nothing can take its place',
        action: 'Start the replicas',
      }),
    );
  }
  if (snapshot.paused) {
    findings.push(
      warning('paused', subject, {
        title: 'Patroni is paused',
        why: 'It promotes nobody and restarts nothing by itself',
        action: 'Resume it when the maintenance is over',
        command: 'patronictl resume',
      }),
    );
  }
  if (snapshot.scheduledSwitchover !== null) {
    const { at, to } = snapshot.scheduledSwitchover;
    findings.push(
      info('switchover-scheduled', subject, {
        title: `A switchover${to === null ? '' : ` to ${to}`} is scheduled`,
        why: `Patroni does it at ${at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}`,
        action: 'Cancel it if it is not wanted',
        command: 'patronictl flush switchover',
      }),
    );
  }
  const versions = new Set(snapshot.members.flatMap((member) => member.postgresVersion?.split('.')[0] ?? []));
  if (versions.size > 1) {
    findings.push(
      warning('major-versions', subject, {
        title: 'Members run different PostgreSQL major versions',
        why: `${[...versions].join(' and ')}: a physical replica cannot follow another major version`,
        action: 'Check which installation each member starts',
      }),
    );
  }
  return findings;
}
