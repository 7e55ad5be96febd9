import type { Snapshot } from '@/lib/contract/snapshot';

/** A text that differs whenever something changed that a person should see at once, and not when figures merely move. */
export function significance(snapshot: Snapshot): string {
  return JSON.stringify([
    snapshot.health,
    snapshot.verdict.title,
    snapshot.reading.status,
    snapshot.leader,
    snapshot.timeline,
    snapshot.paused,
    snapshot.scheduledSwitchover,
    snapshot.operation,
    snapshot.sideOperations,
    snapshot.restoreTests,
    snapshot.dcs.status,
    snapshot.members.map((member) => [
      member.name,
      member.role,
      member.state,
      member.condition,
      member.timeline,
      member.patroni.status,
      member.postgres.status,
      member.replayPaused,
      member.pendingRestart,
      member.replicatesFrom,
    ]),
    snapshot.routing.proxies.map((proxy) => [
      proxy.reading.status,
      ...[proxy.writes, proxy.reads].map((port) =>
        port?.servers.map((server) => [server.name, server.stateWord]),
      ),
    ]),
    snapshot.routeProofs.latest.map((proof) => [proof.target, proof.outcome, proof.answeredBy]),
    snapshot.replication.archiver?.failing,
    [
      snapshot.repository.reading.status,
      snapshot.repository.lastBackup?.label,
      snapshot.repository.backupRunning,
    ],
    snapshot.findings.map((finding) => [finding.id, finding.diagnosis?.cause?.id]),
  ]);
}
