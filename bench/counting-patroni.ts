import { createServer, request, type Server } from 'node:http';
import type { Lab } from '@/lab/lab';
import { members } from './lab';

/** Stands in front of each member's Patroni, counts what comes, and passes it on unchanged but for the addresses in it. */
export interface CountingPatroni {
  readonly urls: readonly string[];
  readonly count: () => number;
  close(): void;
}

export async function countingPatroni(lab: Lab): Promise<CountingPatroni> {
  let received = 0;
  const servers: Server[] = [];
  const urls = new Map<string, string>();
  for (const member of members) {
    const target = new URL(lab.patroniUrl(member));
    const server = createServer((incoming, outgoing) => {
      received += 1;
      const onward = request(
        {
          host: target.hostname,
          port: target.port,
          path: incoming.url,
          method: incoming.method,
          headers: { ...incoming.headers, host: target.host },
        },
        (answer) => {
          let body = '';
          answer.setEncoding('utf8');
          answer.on('data', (chunk: string) => {
            body += chunk;
          });
          answer.on('end', () => {
            // Howdah asks each member where /cluster says that it is: here, so that those requests are counted too.
            for (const [real, counted] of urls) body = body.replaceAll(real, counted);
            outgoing.writeHead(answer.statusCode ?? 502, { 'content-type': 'application/json' });
            outgoing.end(body);
          });
        },
      );
      onward.on('error', () => outgoing.destroy());
      incoming.pipe(onward);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    urls.set(target.origin, `http://127.0.0.1:${address.port}`);
    servers.push(server);
  }
  return {
    urls: [...urls.values()],
    count: () => received,
    close: () => {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
