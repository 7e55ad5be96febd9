import type { Haproxy, HaproxyPort } from '@/lib/contract/snapshot';

/** Who receives, in the few letters that a box has room for: `node2`, `2 members`, `nobody`. */
export function receiversText(port: HaproxyPort): string {
  if (!port.found) return 'no such proxy';
  const receiving = port.servers.filter((server) => server.receives);
  const [only] = receiving;
  if (only === undefined) return 'nobody';
  if (receiving.length > 1) {
    const isEach = receiving.every(({ member }) => member !== null);
    return `${receiving.length} ${isEach ? 'members' : 'servers'}`;
  }
  return only.member ?? only.name;
}

/** Every server of a port and HAProxy's own word for it, for a hover. */
export function serversText(port: HaproxyPort): string {
  if (!port.found) return `HAProxy's statistics have no proxy named ${port.proxy}`;
  return port.servers
    .map(
      (server) =>
        `${server.name}: ${server.stateWord}${server.checkDescription === null ? '' : ` (${server.checkDescription})`}`,
    )
    .join('\n');
}

/** `42 / 109`: sessions of the writes and of the reads port. */
export function sessionsText(proxy: Haproxy): string | null {
  const counts = [proxy.writes?.sessions ?? null, proxy.reads?.sessions ?? null].filter(
    (count) => count !== null,
  );
  return counts.length === 0 ? null : counts.join(' / ');
}

/** Whether HAProxy answers and every port has someone to send to; in a standby cluster nobody takes writes. */
export function proxyTone(proxy: Haproxy, isStandby = false): 'ok' | 'warn' | 'bad' | 'unknown' {
  if (proxy.reading.status === 'unreachable') return 'bad';
  if (proxy.reading.status !== 'fresh') return proxy.reading.status === 'stale' ? 'warn' : 'unknown';
  const ports = [isStandby ? null : proxy.writes, proxy.reads].filter((port) => port !== null);
  return ports.some((port) => !port.servers.some((server) => server.receives)) ? 'bad' : 'ok';
}
