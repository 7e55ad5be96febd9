import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { parse } from 'yaml';
import type { Lab } from '../lab/lab';
import type { MemberName } from '../lab/members';
import { readSecret } from '../lab/secrets';

/** As the threads of an application: each has one connection at a time, and knows of no other. */
const threads = 2;
const everyMs = 15;
/** Refused, it tries again at once, almost; not in step with the others. */
const againMs = { least: 5, most: 25 };
/**
 * On a server that takes no writes. Every other thread stays there, because it may be in the midst of being promoted;
 * the rest connect anew, because HAProxy may already know of another.
 */
const readOnlyAgainMs = { staying: 10, leaving: 100 };
const connectMs = 2000;
/** An answer that is slow is no outage: giving it up would begin a login, which costs more. */
const statementMs = 2000;

/**
 * What an application would meet at one port, measured without any of Howdah's code, nor in its way: threads that
 * each write a row, or read, every 15 ms, and connect anew, again and again, when their connection breaks.
 */
export class IndependentProbe {
  private readonly answers: { sentMs: number; atMs: number; isDone: boolean }[] = [];
  private over = false;
  private readonly loop: Promise<void>;

  private constructor(
    private readonly target: { host: string; port: number; user: string; password: string; database: string },
    private readonly statement: string,
  ) {
    this.loop = this.run();
  }

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
    return new IndependentProbe(
      target,
      // Of a table, as an application would: a server that has just started has to learn of it first.
      purpose === 'writes'
        ? 'insert into seen.probe (at) values ($1)'
        : 'select max(number) from seen.probe where at < $1',
    );
  }

  /**
   * Ends it, and answers the longest outage: around a request that failed, from when the last was sent that was
   * answered to when the first was sent that was answered again, with none that failed between its sending and its answer.
   */
  async outage(): Promise<{ fromMs: number; toMs: number; durationMs: number }> {
    this.over = true;
    await this.loop;
    const failed = this.answers.filter(({ isDone }) => !isDone);
    const done = this.answers.filter(({ isDone }) => isDone);
    const clean = done.filter(
      ({ sentMs, atMs }) => !failed.some((other) => other.sentMs > sentMs && other.sentMs < atMs),
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

  private async run(): Promise<void> {
    await Promise.all(Array.from({ length: threads }, (_, thread) => this.work(thread % 2 === 0)));
  }

  private async work(stays: boolean): Promise<void> {
    while (!this.over) {
      // The first request of a connection begins with connecting: that is what an application waits for.
      let sentMs = now();
      const client = await this.connect(sentMs);
      if (client === null) {
        await sleep(againMs.least + Math.random() * (againMs.most - againMs.least));
        continue;
      }
      while (!this.over) {
        const came = await this.ask(client, sentMs);
        if (came === 'failed') break;
        if (came === 'done') await sleep(everyMs);
        else await sleep(stays ? readOnlyAgainMs.staying : readOnlyAgainMs.leaving);
        if (came === 'read_only' && !stays) break;
        sentMs = now();
      }
      client.end().catch(() => undefined);
    }
  }

  private async connect(sentMs: number): Promise<Client | null> {
    const client = new Client({
      ...this.target,
      connectionTimeoutMillis: connectMs,
      query_timeout: statementMs,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch {
      this.answers.push({ sentMs, atMs: now(), isDone: false });
      return null;
    }
  }

  private async ask(client: Client, sentMs: number): Promise<'done' | 'read_only' | 'failed'> {
    try {
      await client.query(this.statement, [new Date()]);
      this.answers.push({ sentMs, atMs: now(), isDone: true });
      return 'done';
    } catch (error) {
      this.answers.push({ sentMs, atMs: now(), isDone: false });
      return error instanceof DatabaseError && error.code === '25006' ? 'read_only' : 'failed';
    }
  }
}

const now = (): number => performance.timeOrigin + performance.now();
