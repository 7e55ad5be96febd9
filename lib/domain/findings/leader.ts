import type { Snapshot } from '@/lib/contract/snapshot';
import { heirsOf } from '../heirs';
import { whyText } from '../heirs-words';
import { isStandbyCluster } from '../standby-cluster';
import { critical, type FindingDraft, info, warning } from './draft';

type Seen = Omit<Snapshot, 'health' | 'verdict' | 'findings'>;

/** What is wrong with the cluster as a whole: its store, its leader, its mode. */
export function leaderFindings(snapshot: Seen): FindingDraft[] {
  const findings: FindingDraft[] = [];
  const subject = { type: 'cluster' as const, name: snapshot.cluster };
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
  // Before the holder of the key was asked itself, or where it may not be, nothing is claimed either way.
  const isAsked = named?.patroni.status !== 'waiting' && named?.patroni.status !== 'not_configured';
  if (snapshot.leader === null && isAsked) {
    const unreachable = named?.patroni.status === 'unreachable' ? named : null;
    findings.push(
      critical('no-leader', subject, {
        title: unreachable === null ? 'No member leads' : `${unreachable.name}, the leader, does not answer`,
        why:
          unreachable === null
            ? isStandbyCluster(snapshot)
              ? 'No member receives WAL from the source for the others'
              : 'No member runs as primary, so writes are refused'
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
  findings.push(...heirFindings(snapshot));
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

/** Whether anybody could take over from the leader, by Patroni's own conditions. */
function heirFindings(snapshot: Seen): FindingDraft[] {
  const { able, unsure, unable } = heirsOf(snapshot);
  if (snapshot.leader === null || unable.length === 0 || able.length + unsure.length > 0) return [];
  const subject = { type: 'cluster' as const, name: snapshot.cluster };
  const why = 'If the leader fails now, nothing can take its place';
  if (unable.every(({ member }) => member.condition === 'down')) {
    return [
      warning('no-replica', subject, {
        title: unable.length === 1 ? 'The only replica is down' : `All ${unable.length} replicas are down`,
        why,
        action: 'Start the replicas',
      }),
    ];
  }
  // A tag is somebody's choice; all else is not.
  const chosen = unable.every(({ check }) => check.id === 'nofailover');
  return [
    (chosen ? info : warning)('no-heir', subject, {
      title: 'No replica could take over',
      why: `${why}: ${whyText(unable)}`,
      action: chosen
        ? 'Take the tag away from one of them, unless it is meant so'
        : 'See what keeps each of them',
      // Who is synchronous is settled anew after a switchover, a loop of Patroni later.
      graceMs: 20_000,
    }),
  ];
}
