import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Endpoint } from './address-block';

export async function occupiedEndpoints(all: readonly Endpoint[]): Promise<Endpoint[]> {
  const free = await Promise.all(all.map(canListen));
  return all.filter((_, index) => free[index] === false);
}

function canListen({ address, port }: Endpoint): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Those of a lab's addresses and ports that someone listens on; a listener on 0.0.0.0 is not the lab's. */
export function listeningEndpoints(all: readonly Endpoint[]): Endpoint[] {
  const listening = parseListeners(readFileSync('/proc/net/tcp', 'utf8'));
  return all.filter(({ address, port }) => listening.has(`${address}:${port}`));
}

const listenState = '0A';

export function parseListeners(table: string): Set<string> {
  const found = new Set<string>();
  for (const line of table.split('\n').slice(1)) {
    const [, local = '', , state] = line.trim().split(/\s+/);
    if (state !== listenState) continue;
    const [address = '', port = ''] = local.split(':');
    // The kernel prints the address as a number in the machine's own byte order.
    const octets = (address.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)).reverse();
    found.add(`${octets.join('.')}:${Number.parseInt(port, 16)}`);
  }
  return found;
}
