import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { parse } from 'yaml';
import type { Lab } from '../lab/lab';
import type { MemberName } from '../lab/members';
import { readSecret } from '../lab/secrets';

/** They do not all break in the same moment. */
const connections = 4;
const everyMs = 25;
/** While it is refused, two at a time: HAProxy may send every other one to the server that is gone. */
const againMs = 20;
const together = 2;
const readOnlyAgainMs = 10;
const patienceMs = 400;
/** An answer that is slow is no outage: giving it up would begin a login, which costs more. */
const statementMs = 2000;
const mostPending = 50;

/**
 * What an application would meet at one port, measured without any of Howdah's code: four connections that each write a
 * row, or read, every 25 ms, and others in their place when they break.
 */
export class IndependentProbe {
  private readonly answers: { atMs: number; isDone: boolean }[] = [];
  private readonly pending = new Set<Promise<unknown>>();
  private searching: Promise<unknown> | null = null;
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

  /** Ends it, and answers the longest time between two successes with an error between them. */
  async outage(): Promise<{ fromMs: number; toMs: number; durationMs: number }> {
    this.over = true;
    await this.loop;
    await Promise.all([...this.pending]);
    const answers = [...this.answers].sort((a, b) => a.atMs - b.atMs);
    let longest = { fromMs: 0, toMs: 0, durationMs: 0 };
    let lastDoneMs = answers.find(({ isDone }) => isDone)?.atMs ?? Number.NaN;
    let hasFailed = false;
    for (const { atMs, isDone } of answers) {
      if (!isDone) hasFailed = true;
      else {
        const durationMs = atMs - lastDoneMs;
        if (hasFailed && durationMs > longest.durationMs) {
          longest = { fromMs: lastDoneMs, toMs: atMs, durationMs };
        }
        lastDoneMs = atMs;
        hasFailed = false;
      }
    }
    return longest;
  }

  /** As a pool of an application: when a connection breaks, others are tried side by side until one works. */
  private async run(): Promise<void> {
    await Promise.all(Array.from({ length: connections }, () => this.work()));
  }

  private async work(): Promise<void> {
    let client: Client | null = null;
    while (!this.over) {
      client ??= await this.inTurn();
      if (client === null) return;
      if (await this.ask(client)) await sleep(everyMs);
      else {
        client.end().catch(() => undefined);
        client = null;
      }
    }
    await client?.end().catch(() => undefined);
  }

  /** One of them looks for the end of an outage; each of the others when that one has found it. */
  private async inTurn(): Promise<Client | null> {
    while (this.searching !== null) await this.searching;
    const search = this.search().finally(() => {
      this.searching = null;
    });
    this.searching = search;
    return search;
  }

  /** The first connection that works; null when nobody waits for it any more. */
  private async search(): Promise<Client | null> {
    let found: Client | null = null;
    while (found === null && !this.over) {
      for (let count = 0; count < together && this.pending.size < mostPending; count += 1) {
        const one = this.scout(() => found === null && !this.over)
          .then((client) => {
            if (client === null) return;
            if (found === null) found = client;
            else client.end().catch(() => undefined);
          })
          .finally(() => this.pending.delete(one));
        this.pending.add(one);
      }
      await sleep(againMs);
    }
    return found;
  }

  private async scout(isWanted: () => boolean): Promise<Client | null> {
    const client = new Client({
      ...this.target,
      connectionTimeoutMillis: patienceMs,
      query_timeout: statementMs,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch {
      this.told(false);
      return null;
    }
    // What is being promoted takes writes in a moment.
    while (isWanted()) {
      const answer = await this.ask(client);
      if (answer) return client;
      if (answer === null) break;
      await sleep(readOnlyAgainMs);
    }
    client.end().catch(() => undefined);
    return null;
  }

  /** True: done. False: the server is there and read-only. Null: it failed. */
  private async ask(client: Client): Promise<boolean | null> {
    try {
      await client.query(this.statement, [new Date()]);
      this.told(true);
      return true;
    } catch (error) {
      this.told(false);
      return error instanceof DatabaseError && error.code === '25006' ? false : null;
    }
  }

  private told(isDone: boolean): void {
    this.answers.push({ atMs: performance.timeOrigin + performance.now(), isDone });
  }
}
