import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import next from 'next';
import { passFrontDoor, refuseUpgrade } from '@/lib/http/front-door';
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

async function serve(): Promise<void> {
  const settings = readSettings();
  const { host, port } = settings.listen;
  const isDevelopment = process.argv.includes('--dev');
  const app = next({ dev: isDevelopment, hostname: host, port });
  const handle = app.getRequestHandler();
  await app.prepare();
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (!passFrontDoor(request, response, settings, isDevelopment)) return;
    handle(request, response).catch(() => response.destroy());
  });
  if (!isDevelopment) server.on('upgrade', (_request, socket) => refuseUpgrade(socket));
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
