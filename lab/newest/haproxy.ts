import { parseRoutes, serversUp } from '../haproxy';
import type { Routes } from '../status';
import { addressOf, fullName, type NewestContext } from './context';
import { readSecret } from './secrets';
import { type Cluster, edgeHost, proxiedCluster } from './shape';

export const statisticsUser = 'admin';
export const writesProxy = 'be_primary';
export const readsProxy = 'be_replicas';

export function statisticsUrl(context: NewestContext): string {
  return `http://${addressOf(context, edgeHost)}:7000/ha-stats`;
}

/** Frontends and backends with names of their own, checked by TLS; servers are not called as members are. */
export function haproxyConfig(context: NewestContext, cluster: Cluster): string {
  const edge = addressOf(context, edgeHost);
  return `global
  maxconn 500
  ca-base /etc/howdah-lab
defaults
  mode tcp
  timeout connect 4s
  timeout client 30m
  timeout server 30m
  timeout check 3s
  retries 2
  option redispatch
frontend stats_page
  mode http
  bind ${edge}:7000
  stats enable
  stats uri /ha-stats
  stats show-legends
  stats auth ${statisticsUser}:${readSecret(context.layout, 'haproxy')}
  timeout client 10s
frontend fe_write
  bind ${edge}:5000
  default_backend ${writesProxy}
frontend fe_read
  bind ${edge}:5001
  default_backend ${readsProxy}
frontend fe_sync
  bind ${edge}:5002
  default_backend be_sync
${backend(cluster, writesProxy, '/primary')}
${backend(cluster, readsProxy, cluster.members.length > 1 ? '/replica?lag=16MB' : '/read-only')}
${backend(cluster, 'be_sync', cluster.isQuorum ? '/quorum' : '/synchronous')}`;
}

function backend({ members }: Cluster, name: string, check: string): string {
  const servers = members.map(
    (member, index) => `  server ${serverName(index)} ${fullName(member.name)}:5432\n`,
  );
  return `backend ${name}
  option httpchk
  http-check send meth OPTIONS uri ${check}
  http-check expect status 200
  default-server inter 2s fastinter 1s fall 3 rise 2 on-marked-down shutdown-sessions check check-ssl verify required ca-file ca.crt port 8008
${servers.join('')}`;
}

/** Whom HAProxy sends to, by the names that members have in Patroni. */
export async function readNewestRoutes(context: NewestContext): Promise<Routes> {
  const login = `${statisticsUser}:${readSecret(context.layout, 'haproxy')}`;
  const answer = await fetch(`${statisticsUrl(context)};csv`, {
    headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}` },
    signal: AbortSignal.timeout(5000),
  });
  const routes = parseRoutes(await answer.text());
  const members = proxiedCluster(context.shape)?.members ?? [];
  const memberOf = new Map(members.map(({ name }, index) => [serverName(index), name]));
  const named = (proxy: string): string[] =>
    serversUp(routes, proxy).map((server) => memberOf.get(server) ?? server);
  return { writes: named(writesProxy), reads: named(readsProxy) };
}

function serverName(index: number): string {
  return `db-${String.fromCharCode(97 + index)}`;
}
