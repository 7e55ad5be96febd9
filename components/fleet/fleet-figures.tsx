import Link from 'next/link';
import { memberPath } from '@/components/operations/operation-paths';
import { clusterPath } from '@/components/shell/places';
import { Figure } from '@/components/ui/figure';
import { StatusIcon, type Tone } from '@/components/ui/status-mark';
import { Age } from '@/components/ui/time';
import type { Condition, FleetCluster } from '@/lib/contract/snapshot';
import { formatBytes, formatBytesExact } from '@/lib/domain/format';

const conditionTones: Record<Condition, Tone> = {
  serving: 'ok',
  working: 'working',
  down: 'bad',
  unknown: 'unknown',
};

/** Each member as a mark and its name. */
export function FleetMembers({ cluster }: { cluster: FleetCluster }) {
  if (cluster.members.length === 0) return <Figure text={null} />;
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
      {cluster.members.map((member) => (
        <li key={member.name}>
          <Link
            href={memberPath(cluster.cluster, member.name)}
            title={`${member.name}: ${member.state}`}
            className="inline-flex items-center gap-1 whitespace-nowrap hover:text-accent hover:underline"
          >
            <StatusIcon tone={conditionTones[member.condition]} size={14} label={`${member.state}:`} />
            {member.name}
          </Link>
        </li>
      ))}
    </ul>
  );
}

export function FleetLeader({ cluster }: { cluster: FleetCluster }) {
  if (cluster.leader === null) {
    return cluster.reading.status === 'fresh' ? (
      <span className="font-semibold text-bad">none</span>
    ) : (
      <Figure text={null} />
    );
  }
  return (
    <Link
      href={memberPath(cluster.cluster, cluster.leader)}
      className="font-semibold hover:text-accent hover:underline"
    >
      {cluster.leader}
    </Link>
  );
}

export function FleetLag({ cluster }: { cluster: FleetCluster }) {
  const bytes = cluster.worstLagBytes;
  if (bytes === null) return <Figure text={null} />;
  return (
    <>
      <Figure text={formatBytes(bytes)} exact={formatBytesExact(bytes)} />
      {cluster.worstLagMember !== null && bytes > 0 && (
        <span className="text-third"> {cluster.worstLagMember}</span>
      )}
    </>
  );
}

export function FleetBackup({ cluster }: { cluster: FleetCluster }) {
  const { repository, lastBackup } = cluster;
  if (repository.status === 'not_configured') return <span className="text-third">not configured</span>;
  if (lastBackup === null) {
    return repository.status === 'fresh' ? (
      <span className="font-semibold text-warn">none</span>
    ) : (
      <Figure text={null} />
    );
  }
  return (
    <span title={lastBackup.label} className="whitespace-nowrap">
      <Age at={lastBackup.endedAt} /> ago
      {repository.status === 'unreachable' && <span className="text-third">, last known</span>}
    </span>
  );
}

/** The one click: the cluster's name, its mark beside it. */
export function FleetName({ cluster }: { cluster: FleetCluster }) {
  return (
    <span className="flex items-center gap-2.5">
      <StatusIcon tone={cluster.verdict.tone} size={18} label={`${cluster.health}:`} />
      <Link
        href={clusterPath(cluster.cluster)}
        className="text-lg font-semibold after:absolute after:inset-0 hover:text-accent"
      >
        {cluster.cluster}
      </Link>
    </span>
  );
}
