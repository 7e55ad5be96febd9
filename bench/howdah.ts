import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RunningHowdah {
  readonly url: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** A Howdah of its own, as `npm start` runs it, on a free port and with an empty store. */
export async function startHowdah(
  settingsFile: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningHowdah> {
  const port = await freePort();
  const data = mkdtempSync(join(tmpdir(), 'howdah-bench-'));
  const child = spawn(process.execPath, ['.next/howdah.mjs'], {
    env: {
      ...process.env,
      HOWDAH_SETTINGS: settingsFile,
      HOWDAH_DATA: data,
      HOWDAH_PORT: String(port),
      HOWDAH_LOG_LEVEL: 'error',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(url, child);
  return {
    url,
    pid: child.pid,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 240; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`Howdah ended with ${child.exitCode} before it answered`);
    const health = await fetch(`${url}/api/health`).catch(() => null);
    if (health?.ok === true && ((await health.json()) as { status: string }).status === 'ok') return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('Howdah did not answer within 60 s');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
