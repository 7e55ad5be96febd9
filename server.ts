import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import next from 'next';
import { loadSettings } from '@/lib/settings/load';
import { SettingsError } from '@/lib/settings/settings-error';
import type { Settings } from '@/lib/settings/types';

const closeWithinMs = 5000;

function readSettings(): Settings {
  try {
    return loadSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(78);
  }
}

// A page elsewhere whose name is made to point at this address (DNS rebinding) must not be served.
function mayBeCalledBy(hostHeader: string | undefined, settings: Settings): boolean {
  if (hostHeader === undefined || !URL.canParse(`http://${hostHeader}`)) return false;
  const name = new URL(`http://${hostHeader}`).hostname.replace(/^\[|\]$/g, '');
  return (
    isIP(name) !== 0 ||
    name === 'localhost' ||
    [settings.listen.host, ...settings.allowedHosts].includes(name)
  );
}

function refuse(response: ServerResponse, host: string | undefined): void {
  response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(
    `Howdah does not answer to the name ${JSON.stringify(host ?? '')}. Add it to allowedHosts in howdah.yaml.\n`,
  );
}

async function serve(): Promise<void> {
  const settings = readSettings();
  const { host, port } = settings.listen;
  const app = next({ dev: process.argv.includes('--dev'), hostname: host, port });
  const handle = app.getRequestHandler();
  await app.prepare();
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (!mayBeCalledBy(request.headers.host, settings)) {
      refuse(response, request.headers.host);
      return;
    }
    handle(request, response).catch(() => response.destroy());
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'EADDRINUSE'
        ? `port ${port} of ${host} is taken. Choose another with HOWDAH_PORT or listen.port`
        : error.message;
    console.error(`Howdah cannot listen: ${why}`);
    process.exit(1);
  });
  server.listen(port, host, () => {
    const address = server.address();
    // Port 0 leaves the choice to the system.
    const taken = typeof address === 'object' && address !== null ? address.port : port;
    console.log(`Howdah listens on http://${host.includes(':') ? `[${host}]` : host}:${taken}/`);
  });
  // Howdah itself (lib/runtime) ends the process once its store is closed; streams would hold the server open.
  const stop = () => {
    server.close();
    server.closeAllConnections();
    setTimeout(() => process.exit(0), closeWithinMs).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

await serve();
