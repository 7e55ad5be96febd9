import { type AddressBlock, ports } from './address-block';
import { memberNames } from './members';

export const writesProxy = 'primary';
export const readsProxy = 'replicas';

export function haproxyConfig(block: AddressBlock): string {
  return `global
    maxconn 1000

defaults
    mode tcp
    # A refused connection is told at once, instead of after a second a retry: applications can try elsewhere.
    retries 0
    timeout connect 4s
    timeout client 30m
    timeout server 30m

listen statistics
    mode http
    bind ${block.front}:${ports.statistics}
    timeout client 10s
    stats enable
    stats uri /
    stats show-legends

${proxy(block, writesProxy, ports.writes, '/primary')}
${proxy(block, readsProxy, ports.reads, '/replica')}`;
}

function proxy(block: AddressBlock, name: string, port: number, check: string): string {
  const servers = memberNames.map(
    (member) =>
      `    server ${member} ${block.hosts[member]}:${ports.postgres} maxconn 100 check port ${ports.patroni}`,
  );
  return `listen ${name}
    bind ${block.front}:${port}
    option tcplog
    option httpchk OPTIONS ${check}
    http-check expect status 200
    default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${servers.join('\n')}
`;
}

export interface Route {
  readonly proxy: string;
  readonly server: string;
  readonly up: boolean;
  readonly status: string;
}

export async function readRoutes(block: AddressBlock): Promise<Route[]> {
  const answer = await fetch(`http://${block.front}:${ports.statistics}/;csv`, {
    signal: AbortSignal.timeout(1500),
  });
  return parseRoutes(await answer.text());
}

export function parseRoutes(csv: string): Route[] {
  const [header = '', ...lines] = csv.replace(/^# /, '').trim().split('\n');
  const columns = header.split(',');
  const statusColumn = columns.indexOf('status');
  return lines
    .map((line) => line.split(','))
    .filter(([name, server]) => name !== 'statistics' && server !== 'FRONTEND' && server !== 'BACKEND')
    .map((fields) => {
      const status = fields[statusColumn] ?? '';
      return {
        proxy: fields[0] ?? '',
        server: fields[1] ?? '',
        status,
        up: status.startsWith('UP'),
      };
    });
}

export function serversUp(routes: readonly Route[], proxyName: string): string[] {
  return routes.filter((route) => route.proxy === proxyName && route.up).map((route) => route.server);
}
