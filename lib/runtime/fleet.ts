import type { Fleet, FleetCluster, Snapshot } from '@/lib/contract/snapshot';

/** One cluster in short: what the fleet page and the switcher need. */
function fleetCluster(snapshot: Snapshot): FleetCluster {
  const lagging = snapshot.members
    .filter((member) => member.lagBytes !== null && member.patroni.status === 'fresh')
    .sort((a, b) => (b.lagBytes ?? 0) - (a.lagBytes ?? 0))[0];
  const count = (severity: string) =>
    snapshot.findings.filter((finding) => finding.severity === severity).length;
  return {
    cluster: snapshot.cluster,
    at: snapshot.at,
    health: snapshot.health,
    verdict: snapshot.verdict,
    reading: snapshot.reading,
    leader: snapshot.leader,
    timeline: snapshot.timeline,
    paused: snapshot.paused,
    members: snapshot.members.map(({ name, role, condition, state }) => ({ name, role, condition, state })),
    worstLagBytes: lagging?.lagBytes ?? null,
    worstLagMember: lagging?.name ?? null,
    lastBackup: snapshot.repository.lastBackup,
    repository: snapshot.repository.reading,
    findingCounts: { critical: count('critical'), warning: count('warning'), info: count('info') },
    operation: snapshot.operation,
  };
}

export function fleetOf(snapshots: readonly Snapshot[], nowMs: number): Fleet {
  return { at: new Date(nowMs).toISOString(), clusters: snapshots.map(fleetCluster) };
}
