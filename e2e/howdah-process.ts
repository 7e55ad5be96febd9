import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { serverHealthSchema } from '@/lib/contract/health';
import { projectFolder, storeServer } from './place';
import { waitFor } from './wait';

const startTimeoutMs = 90_000;
const stopTimeoutMs = 10_000;

export interface HowdahStart {
  /** The `howdah.yaml` to serve. */
  readonly settings: string;
  /** Where it keeps its history; a fresh folder, removed at its end, when it is not said. */
  readonly dataFolder?: string;
  readonly port?: number;
  /** Where its history is kept. `server` where that is not said: an embedded store costs each start half as much again. */
  readonly store?: 'folder' | 'server';
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What `npm start` runs, without npm, and its children: signals go to all of them, as to what a person would have ended. */
export class HowdahProcess {
  readonly url: string;
  private text = '';
  private readonly child: ChildProcess;
  private readonly listens: Promise<void>;
  private readonly ended: Promise<Ended>;

  private constructor(
    readonly settings: string,
    readonly dataFolder: string,
    readonly port: number,
    private readonly ownsDataFolder: boolean,
    private readonly databaseUrl: string | null,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    this.child = spawn(process.execPath, ['.next/howdah.mjs'], {
      cwd: projectFolder,
      env: environment({
        HOWDAH_SETTINGS: settings,
        HOWDAH_DATA: dataFolder,
        HOWDAH_PORT: String(port),
        ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
      }),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.listens = new Promise((resolve) => {
      const take = (chunk: Buffer) => {
        this.text += chunk.toString('utf8');
        if (this.text.includes('Howdah listens on ')) resolve();
      };
      this.child.stdout?.on('data', take);
      this.child.stderr?.on('data', take);
    });
    // A run that is interrupted ends its tests half-way.
    const endWithTests = () => this.signal('SIGKILL');
    process.once('exit', endWithTests);
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        process.off('exit', endWithTests);
        resolve({ code, signal });
      });
    });
  }

  /** Starts it without waiting for anything. */
  static async launch({ settings, dataFolder, port, store = 'server' }: HowdahStart): Promise<HowdahProcess> {
    const server = storeServer();
    return new HowdahProcess(
      settings,
      dataFolder ?? mkdtempSync(join(tmpdir(), 'howdah-e2e-')),
      port ?? (await freePort()),
      dataFolder === undefined,
      store === 'server' && server !== undefined ? await newDatabase(server) : null,
    );
  }

  /** Starts it and waits until it is ready: it answers, and its store is open. */
  static async start(options: HowdahStart): Promise<HowdahProcess> {
    const howdah = await HowdahProcess.launch(options);
    try {
      await howdah.untilItAnswers();
      return howdah;
    } catch (error) {
      await howdah.dispose();
      throw error;
    }
  }

  /** Everything that it has printed. */
  output(): string {
    return this.text;
  }

  async untilItAnswers(): Promise<void> {
    const late = sleep(startTimeoutMs, `did not listen within ${startTimeoutMs} ms`, { ref: false });
    const end = this.ended.then((how) => `ended (${JSON.stringify(how)})`);
    const failed = await Promise.race([this.listens, end, late]);
    if (typeof failed === 'string') throw new Error(`Howdah ${failed} and said:\n${this.text}`);
    // The first answer takes its time on a busy machine; asking anew meanwhile would only add to that.
    const healthy = waitFor(`Howdah at ${this.url} to be ready`, startTimeoutMs, async () => {
      const said = await this.health();
      if (said !== 'ok') throw new Error(`${said}\n${this.text}`);
      return true;
    });
    const ended = await Promise.race([healthy, end]);
    if (typeof ended === 'string') throw new Error(`Howdah ${ended} and said:\n${this.text}`);
  }

  /** How it ended by itself. */
  async end(timeoutMs: number): Promise<Ended> {
    const inTime = await Promise.race([this.ended, sleep(timeoutMs, undefined, { ref: false })]);
    if (inTime === undefined) throw new Error(`Howdah had not ended after ${timeoutMs} ms:\n${this.text}`);
    return inTime;
  }

  /** SIGKILL: nothing of it gets to clean up. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.end(stopTimeoutMs);
  }

  /** Ends it as a service manager would, and at last by force. */
  async stop(): Promise<void> {
    this.signal('SIGTERM');
    if ((await Promise.race([this.ended, sleep(stopTimeoutMs, undefined, { ref: false })])) === undefined)
      await this.kill();
  }

  /** Starts another on the same data folder and port; this one must have ended. */
  async again(): Promise<HowdahProcess> {
    const { settings, dataFolder, port, ownsDataFolder, databaseUrl } = this;
    const next = new HowdahProcess(settings, dataFolder, port, ownsDataFolder, databaseUrl);
    try {
      await next.untilItAnswers();
      return next;
    } catch (error) {
      await next.stop();
      throw error;
    }
  }

  async dispose(): Promise<void> {
    await this.stop();
    if (this.ownsDataFolder) rmSync(this.dataFolder, { recursive: true, force: true });
  }

  /** `ok`, or what it answers instead, or why it does not answer. */
  private async health(): Promise<string> {
    try {
      const answer = await fetch(`${this.url}/api/health`, { signal: AbortSignal.timeout(30_000) });
      const text = await answer.text();
      return answer.ok ? serverHealthSchema.parse(JSON.parse(text)).status : `${answer.status} ${text}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  private signal(name: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** An empty database on the server of the run. */
async function newDatabase(server: string): Promise<string> {
  const name = `howdah_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  return server.replace(/[^/]*$/, name);
}

/** Writes settings into a folder of their own, gone with the test's process, and answers the file's name. */
export function writeSettings(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'howdah-e2e-settings-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'howdah.yaml');
  writeFileSync(file, text);
  return file;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** What a person's shell would give it: the test runner's own variables change how programs behave. */
function environment(own: Record<string, string>): NodeJS.ProcessEnv {
  const { NODE_ENV, NODE_OPTIONS, FORCE_COLOR, DEBUG, DATABASE_URL, ...rest } = process.env;
  return { ...rest, ...own } as NodeJS.ProcessEnv;
}
