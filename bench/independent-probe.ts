import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Lab } from '../lab/lab';
import type { MemberName } from '../lab/members';
import { readSecret } from '../lab/secrets';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));

const mainFile = fileURLToPath(new URL('./independent-probe-main.ts', import.meta.url));

/** What the probe's process is told to do. */
export interface ProbeOrder {
  readonly target: { host: string; port: number; user: string; password: string; database: string };
  readonly statement: string;
}

export interface ProbeAnswer {
  readonly sentMs: number;
  readonly atMs: number;
  readonly isDone: boolean;
  /** A server answered, and refused it. */
  readonly isRefused: boolean;
}

/** What took longer has waited for whatever failed meanwhile. */
const promptMs = 400;

/**
 * What an application would meet at one port, measured without any of Howdah's code, nor in its way: threads that
 * each write a row, or read, every 15 ms, and connect anew, again and again, when their connection breaks.
 */
export class IndependentProbe {
  private constructor(
    private readonly child: ChildProcess,
    private readonly lines: AsyncIterator<string>,
  ) {}

  static async start(lab: Lab, leader: MemberName, purpose: 'writes' | 'reads'): Promise<IndependentProbe> {
    const settings = parse(readFileSync(lab.layout.howdahSettings, 'utf8'));
    const [proxy] = settings.clusters[0].haproxy;
    await lab.psql(
      leader,
      'create schema if not exists seen; create table if not exists seen.probe' +
        '(number bigint generated always as identity primary key, at timestamptz not null);' +
        'grant usage on schema seen to howdah_probe; grant insert, select on seen.probe to howdah_probe',
      'app',
    );
    const target = {
      host: proxy.host,
      port: proxy[purpose].port,
      user: 'howdah_probe',
      password: readSecret(lab.layout, 'probe'),
      database: 'app',
    };
    // Of a table, as an application would: a server that has just started has to learn of it first.
    const statement =
      purpose === 'writes'
        ? 'insert into seen.probe (at) values ($1)'
        : 'select max(number) from seen.probe where at < $1';
    const child = spawn(process.execPath, ['--import', 'tsx', mainFile], {
      cwd: projectFolder,
      stdio: ['pipe', 'pipe', 'inherit'],
      // A session of its own: Linux shares the processor by session, and a browser runs in that of the tests.
      detached: true,
    });
    // Ends with its standard input, and so with the tests.
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const probe = new IndependentProbe(child, lines);
    probe.say(JSON.stringify({ target, statement } satisfies ProbeOrder));
    const first = await lines.next();
    if (first.value !== 'begun') throw new Error('the independent probe ended before it had begun');
    return probe;
  }

  /**
   * Ends it, and answers the longest outage: around a request that failed, from when the last was sent that was
   * answered to when the first was sent that was answered again without having waited for a server that refused others.
   */
  async outage(): Promise<{ fromMs: number; toMs: number; durationMs: number }> {
    this.say('end');
    const told = await this.lines.next();
    if (told.done === true) throw new Error('the independent probe ended without its answers');
    const answers: ProbeAnswer[] = JSON.parse(told.value);
    const failed = answers.filter(({ isDone }) => !isDone);
    const done = answers.filter(({ isDone }) => isDone);
    const clean = done.filter(
      ({ sentMs, atMs }) =>
        !failed.some(
          (other) =>
            other.sentMs > sentMs && other.sentMs < atMs && (other.isRefused || atMs - sentMs > promptMs),
        ),
    );
    let longest = { fromMs: 0, toMs: 0, durationMs: 0 };
    for (const { sentMs } of failed) {
      const fromMs = Math.max(...done.map((one) => one.sentMs).filter((ms) => ms < sentMs));
      const toMs = Math.min(...clean.map((one) => one.sentMs).filter((ms) => ms > sentMs));
      const durationMs = toMs - fromMs;
      if (Number.isFinite(durationMs) && durationMs > longest.durationMs)
        longest = { fromMs, toMs, durationMs };
    }
    return longest;
  }

  private say(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }
}
