import type { Haproxy, Snapshot } from '@/lib/contract/snapshot';
import { critical, type FindingDraft, warning } from './draft';

type Seen = Omit<Snapshot, 'health' | 'verdict' | 'findings'>;

// HAProxy needs `fall` checks to notice a change; a shorter disagreement is its normal pace.
const routingGraceMs = 4000;

/** Where HAProxy and Patroni disagree, and where traffic falls on nobody. */
export function routingFindings(snapshot: Seen): FindingDraft[] {
  return snapshot.routing.proxies.flatMap((proxy) => findingsOf(proxy, snapshot));
}

function findingsOf(proxy: Haproxy, snapshot: Seen): FindingDraft[] {
  const subject = { type: 'haproxy' as const, name: proxy.name };
  if (proxy.reading.status === 'unreachable') {
    return [
      critical(`haproxy-unreachable:${proxy.name}`, subject, {
        title: `${proxy.name} does not answer`,
        why: `${proxy.reading.reason}; applications that connect through it may reach nothing`,
        action: `Look at HAProxy on ${proxy.host}`,
        command: 'systemctl status haproxy',
        since: proxy.reading.since,
      }),
    ];
  }
  if (proxy.reading.status !== 'fresh') return [];
  const findings: FindingDraft[] = [];
  for (const port of [proxy.writes, proxy.reads]) {
    if (port !== null && !port.found) {
      findings.push(
        warning(`haproxy-proxy:${proxy.name}:${port.proxy}`, subject, {
          title: `${proxy.name} has no proxy named ${port.proxy}`,
          why: 'The settings name a section that HAProxy’s statistics do not list',
          action: 'Correct haproxy.writes.proxy or haproxy.reads.proxy in howdah.yaml',
        }),
      );
    }
  }
  if (proxy.writes?.found) {
    const receiving = proxy.writes.servers.filter((server) => server.receives);
    const wrong = receiving.filter((server) => server.member !== snapshot.leader);
    if (receiving.length === 0) {
      findings.push(
        critical(`writes-nowhere:${proxy.name}`, subject, {
          title: `${proxy.name} sends writes to nobody`,
          why: 'No server of the write port is up',
          action: 'Applications cannot write until a leader is there and HAProxy sees it',
          graceMs: 1500,
        }),
      );
    } else if (wrong.length > 0 && snapshot.leader !== null) {
      findings.push(
        critical(`writes-misrouted:${proxy.name}`, subject, {
          title: `${proxy.name} sends writes to ${wrong.map((server) => server.member ?? server.name).join(', ')}`,
          why: `Patroni says that ${snapshot.leader} leads`,
          action: 'Compare HAProxy’s checks with what Patroni answers on 8008',
          graceMs: routingGraceMs,
        }),
      );
    }
  }
  if (proxy.reads?.found) {
    const receiving = proxy.reads.servers.filter((server) => server.receives);
    if (receiving.length === 0) {
      findings.push(
        warning(`reads-nowhere:${proxy.name}`, subject, {
          title: `${proxy.name} sends reads to nobody`,
          why: 'No server of the read port is up',
          action: 'Start a replica; applications that read through this port fail until then',
          graceMs: routingGraceMs,
        }),
      );
    } else {
      const unused = snapshot.members.filter(
        (member) =>
          member.name !== snapshot.leader &&
          member.condition === 'serving' &&
          member.patroni.status === 'fresh' &&
          member.tags.noloadbalance !== true &&
          proxy.reads?.servers.some((server) => server.member === member.name && !server.receives),
      );
      for (const member of unused) {
        findings.push(
          warning(`replica-unused:${proxy.name}:${member.name}`, subject, {
            title: `${proxy.name} sends no reads to ${member.name}`,
            why: 'Patroni says that it is a healthy replica',
            action: 'Look at what HAProxy’s check of it answers',
            graceMs: 10_000,
          }),
        );
      }
    }
  }
  return findings;
}
