import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import type { ProbeAnswer, ProbeOrder } from './independent-probe';

/*
 * A process of its own, so that a test, and what it does with a browser, does not disturb its clock. It is told what
 * to do by the first line of its standard input; by the next, or when that ends, it ends.
 */

/** As the threads of an application: each has one connection at a time, and knows of no other. */
const threadCount = 2;
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

class Threads {
  readonly answers: ProbeAnswer[] = [];
  over = false;

  constructor(private readonly order: ProbeOrder) {}

  async run(): Promise<void> {
    await Promise.all(Array.from({ length: threadCount }, (_, thread) => this.work(thread % 2 === 0)));
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
      ...this.order.target,
      connectionTimeoutMillis: connectMs,
      query_timeout: statementMs,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      this.answer(sentMs, error);
      return null;
    }
  }

  private async ask(client: Client, sentMs: number): Promise<'done' | 'read_only' | 'failed'> {
    try {
      await client.query(this.order.statement, [new Date()]);
      this.answer(sentMs, null);
      return 'done';
    } catch (error) {
      this.answer(sentMs, error);
      return error instanceof DatabaseError && error.code === '25006' ? 'read_only' : 'failed';
    }
  }

  private answer(sentMs: number, error: unknown): void {
    const isDone = error === null;
    // The first shows that it runs.
    if (isDone && !this.answers.some((one) => one.isDone)) process.stdout.write('begun\n');
    this.answers.push({ sentMs, atMs: now(), isDone, isRefused: error instanceof DatabaseError });
  }
}

const now = (): number => performance.timeOrigin + performance.now();

let threads: Threads | null = null;
let running: Promise<void> = Promise.resolve();
const input = createInterface({ input: process.stdin });
input.on('line', (line) => {
  if (threads === null) {
    threads = new Threads(JSON.parse(line));
    running = threads.run();
    return;
  }
  threads.over = true;
  void running.then(() =>
    process.stdout.write(`${JSON.stringify(threads?.answers)}\n`, () => process.exit(0)),
  );
});
input.once('close', () => {
  if (threads?.over !== true) process.exit(1);
});
