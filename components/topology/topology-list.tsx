import Link from 'next/link';
import type { ReactNode } from 'react';
import { memberState, replayLagOf, roleText, troubleOf } from '@/components/members/member-words';
import { memberPath } from '@/components/operations/operation-paths';
import { proofShort } from '@/components/routing/proof-words';
import { clusterPath } from '@/components/shell/places';
import { StatusIcon } from '@/components/ui/status-mark';
import { Age } from '@/components/ui/time';
import type { RouteProof } from '@/lib/contract/route-proofs';
import type { HaproxyPort, Member, Snapshot } from '@/lib/contract/snapshot';
import { formatBytes } from '@/lib/domain/format';
import { hasSource } from '@/lib/domain/roles';
import { isStandbyCluster } from '@/lib/domain/standby-cluster';
import { portsOf } from '@/lib/domain/topology-routes';
import { topologyTree } from '@/lib/domain/topology-tree';
import { proxyTone } from './proxy-words';

/** The picture's facts in words: for narrow screens, and for who cannot see it. */
export function TopologyList({ snapshot }: { snapshot: Snapshot }) {
  const tree = topologyTree(snapshot.members);
  const byName = new Map<string, Member>(snapshot.members.map((member) => [member.name, member]));
  const rows = [
    ...tree.leaders.map((name) => ({ name, depth: 0 })),
    ...tree.replicas.map((replica) => ({ name: replica.name, depth: replica.depth + 1 })),
  ];
  return (
    <ul className="flex flex-col gap-2">
      {snapshot.routing.proxies.map((proxy) => (
        <Row
          key={proxy.name}
          icon={
            <StatusIcon tone={proxyTone(proxy, isStandbyCluster(snapshot))} label={true} className="mt-0.5" />
          }
        >
          <span className="font-semibold">{proxy.name}</span>{' '}
          {proxy.reading.status === 'unreachable' ? (
            <span className="text-bad">
              unreachable <Age at={proxy.reading.since} />; where it sends is not known
            </span>
          ) : (
            portsOf(proxy).map(({ kind, port }) => (
              <span key={kind} className="block text-second">
                <span className={kind === 'writes' ? 'text-accent' : 'text-reads'}>
                  {port.port ?? port.proxy} {kind}
                </span>{' '}
                → <Receivers cluster={snapshot.cluster} port={port} />
                <Proof snapshot={snapshot} proxy={proxy.name} purpose={kind} />
              </span>
            ))
          )}
        </Row>
      ))}
      {!snapshot.routing.configured && (
        <Row icon={<StatusIcon tone="unknown" className="mt-0.5" />}>HAProxy is not configured.</Row>
      )}
      {rows.map(({ name, depth }) => {
        const member = byName.get(name);
        return member === undefined ? null : (
          <MemberFact key={name} member={member} depth={depth} cluster={snapshot.cluster} />
        );
      })}
      <Row icon={<StatusIcon tone="unknown" className="mt-0.5 invisible" />}>
        <RepositoryFact snapshot={snapshot} />
      </Row>
    </ul>
  );
}

function Proof({
  snapshot,
  proxy,
  purpose,
}: {
  snapshot: Snapshot;
  proxy: string;
  purpose: RouteProof['purpose'];
}) {
  const proof = snapshot.routeProofs.latest.find((one) => one.proxy === proxy && one.purpose === purpose);
  return proof === undefined ? null : (
    <>
      , {proof.outcome === 'proven' ? 'proven' : 'tried'}: {proofShort(proof)}
    </>
  );
}

function Row({ icon, depth = 0, children }: { icon: ReactNode; depth?: number; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2" style={{ paddingLeft: depth * 20 }}>
      {icon}
      <div className="min-w-0">{children}</div>
    </li>
  );
}

function Receivers({ cluster, port }: { cluster: string; port: HaproxyPort }) {
  const receiving = port.servers.filter((server) => server.receives);
  if (receiving.length === 0) return <span className="font-semibold text-bad">nobody</span>;
  return receiving.map((server, index) => (
    <span key={server.name}>
      {index > 0 && ', '}
      {server.member === null ? (
        server.name
      ) : (
        <Link
          href={memberPath(cluster, server.member)}
          className="text-ink underline decoration-line-strong underline-offset-2 hover:decoration-current"
        >
          {server.member}
        </Link>
      )}
    </span>
  ));
}

function MemberFact({ member, depth, cluster }: { member: Member; depth: number; cluster: string }) {
  const state = memberState(member);
  const lagBytes = replayLagOf(member);
  return (
    <Row depth={depth} icon={<StatusIcon tone={state.tone} label={state.word} className="mt-0.5" />}>
      <Link href={memberPath(cluster, member.name)} className="font-semibold hover:underline">
        {member.name}
      </Link>{' '}
      <span className="text-second">
        {roleText(member)}
        {hasSource(member.role) && member.replicatesFrom !== null && ` of ${member.replicatesFrom}`}
        {state.silentSince !== null ? (
          <span className="text-bad" title={troubleOf(member.patroni) ?? undefined}>
            , {state.word} <Age at={state.silentSince} />
          </span>
        ) : (
          lagBytes !== null && `, ${formatBytes(lagBytes)} behind`
        )}
      </span>
    </Row>
  );
}

function RepositoryFact({ snapshot }: { snapshot: Snapshot }) {
  const { reading, lastBackup } = snapshot.repository;
  if (reading.status === 'not_configured') return <>pgBackRest is not configured.</>;
  return (
    <>
      <Link href={`${clusterPath(snapshot.cluster)}/backups`} className="font-semibold hover:underline">
        Backups
      </Link>{' '}
      <span className="text-second">
        {reading.status === 'unreachable'
          ? 'cannot be read'
          : lastBackup === null
            ? 'none known'
            : 'last one '}
        {reading.status !== 'unreachable' && lastBackup !== null && (
          <>
            <Age at={lastBackup.endedAt} /> ago
          </>
        )}
        {snapshot.replication.archiver?.failing === true && (
          <span className="text-bad">; archiving of WAL fails</span>
        )}
      </span>
    </>
  );
}
