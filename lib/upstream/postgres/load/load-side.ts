import { ask, describe, LoadFailure, type LoadSession, type OpenLimits, openSession } from './load-session';
import type { LoadAttempt, LoadConnect, LoadOrder, LoadSideOrder } from './load-wire';

/** While nothing answers connections are begun so often, and its end is known as finely; more rarely later. */
const againMs = 20;
/** On a connection that came through to a server that does not take writes yet. */
const readOnlyAgainMs = 10;
const laterMs = 100;
const laterAfterMs = 60_000;
/** Two at a time: right after a failover a proxy may still send every other one to the server that is gone. */
const together = 2;
/** How long a silent one is waited for: many times what connecting took before, because others follow it. */
const leastPatienceMs = 400;
const patienceFactor = 5;
/** Connections that are held to a server that does not take writes yet. */
const mostReadOnly = 2;

/** What has become of the connections that look for the end of an outage. */
interface Scouts {
  /** Begun, and no byte came yet: hung, or a server that is slow to say that it is there. */
  silent: number;
  /** The server has answered, and is letting it in. */
  heard: number;
  /** Let in, to a server that takes no writes yet. */
  readOnly: number;
}

/**
 * How long after one connection the next is begun. A port that refuses costs nothing, so that it is asked at full
 * pace. A server that is there has to make a process of each: many at once, given up and begun anew, would keep it
 * from ever letting one in, and the drill would cause the outage that it measures.
 */
export function gapMs({ silent, heard, readOnly }: Scouts): number {
  return againMs * Math.max(1, silent / 2, 2 * readOnly, heard > 0 ? 10 : 0);
}

interface Worker {
  readonly connection: number;
  session: LoadSession | null;
  hadSession: boolean;
  /** The last number that it wrote, or the highest that it read. */
  number: number;
}

export interface LoadTold {
  attempt(attempt: LoadAttempt): void;
  connect(connect: LoadConnect): void;
}

/** What a load lives by; a simulation has a time of its own. */
export interface LoadClock {
  nowMs(): number;
  sleep(ms: number): Promise<unknown>;
}

/** How a load reaches a server. */
export interface LoadSessions {
  readonly open: typeof openSession;
  readonly ask: typeof ask;
  readonly describe: typeof describe;
}

const realSessions: LoadSessions = { open: openSession, ask, describe };

/**
 * The connections of one port. Each works at its own pace; when one finds that nothing answers, it alone looks for
 * the end of that by beginning connections side by side, and the others wait for it.
 */
export class LoadSide {
  private readonly workers: Worker[];
  private isDown = false;
  /** The least that connecting took. */
  private fastestMs = Number.POSITIVE_INFINITY;
  private search: Promise<void> | null = null;
  private untilMs = Number.POSITIVE_INFINITY;
  private readonly stopped = new AbortController();
  private readonly isStopped = whenAborted(this.stopped.signal);

  constructor(
    private readonly order: LoadOrder,
    private readonly side: LoadSideOrder,
    private readonly told: LoadTold,
    private readonly clock: LoadClock,
    private readonly sessions: LoadSessions = realSessions,
  ) {
    this.workers = Array.from({ length: side.connections }, (_, index) => ({
      connection: index + 1,
      session: null,
      hadSession: false,
      number: 0,
    }));
  }

  /** Connects everybody before the clock runs; throws when that does not come about. */
  async connectAll(patienceMs: number): Promise<void> {
    const untilMs = this.clock.nowMs() + patienceMs;
    const connect = async (worker: Worker): Promise<void> => {
      for (;;) {
        try {
          const beganMs = this.clock.nowMs();
          const session = await this.sessions.open(this.order, this.side);
          this.fastestMs = Math.min(this.fastestMs, this.clock.nowMs() - beganMs);
          session.connectMs = 0;
          // The table may be new to a standby.
          if (this.side.purpose === 'reads') await this.read(session, worker);
          this.keep(worker, session);
          return;
        } catch (error) {
          if (this.clock.nowMs() > untilMs) throw error;
          await this.clock.sleep(100);
        }
      }
    };
    await Promise.all(this.workers.map(connect));
  }

  /** Until `untilMs`, or `stop`; resolves when no attempt is under way any more. */
  async run(beganMs: number, untilMs: number): Promise<void> {
    this.untilMs = Math.min(this.untilMs, untilMs);
    const gapMs = (1000 * this.workers.length) / this.side.ratePerSecond;
    await Promise.all(
      this.workers.map((worker, index) =>
        this.work(worker, beganMs + (gapMs * index) / this.workers.length, gapMs),
      ),
    );
    for (const { session } of this.workers) {
      session?.client.end().catch(() => undefined);
    }
  }

  /** Begins nothing new from now on. */
  stop(): void {
    this.untilMs = Number.NEGATIVE_INFINITY;
    this.stopped.abort();
  }

  private async work(worker: Worker, firstMs: number, gapMs: number): Promise<void> {
    let dueMs = firstMs;
    for (;;) {
      const waitMs = dueMs - this.clock.nowMs();
      const leftMs = Math.max(0, this.untilMs - this.clock.nowMs());
      if (waitMs > 0) await Promise.race([this.clock.sleep(Math.min(waitMs, leftMs)), this.isStopped]);
      if (this.clock.nowMs() >= this.untilMs) return;
      if (worker.session === null) await this.reconnect(worker);
      if (worker.session !== null && this.clock.nowMs() < this.untilMs) {
        const { session } = worker;
        if ((await this.attempt(worker, session)) !== 'done') this.lose(worker);
      }
      // What was missed is not made up for: that would be another load.
      dueMs = Math.max(dueMs + gapMs, this.clock.nowMs());
    }
  }

  private async reconnect(worker: Worker): Promise<void> {
    while (worker.session === null && this.clock.nowMs() < this.untilMs) {
      if (this.isDown) {
        this.search ??= this.searchEnd(worker).finally(() => {
          this.search = null;
        });
        await this.search;
        continue;
      }
      const session = await this.open(worker);
      if (session === null) this.isDown = true;
      else this.keep(worker, session);
    }
  }

  /** Begins connections side by side, each with an attempt of its own, until one comes through. */
  private async searchEnd(worker: Worker): Promise<void> {
    const found = new AbortController();
    const isFound = whenAborted(found.signal);
    const scouts: Scouts = { silent: 0, heard: 0, readOnly: 0 };
    const searchedFromMs = this.clock.nowMs();
    let lastMs = Number.NEGATIVE_INFINITY;
    while (!found.signal.aborted && this.clock.nowMs() < this.untilMs) {
      const nowMs = this.clock.nowMs();
      const leastMs = nowMs - searchedFromMs > laterAfterMs ? laterMs : againMs;
      // A timer may wake a little early.
      if (nowMs - lastMs >= Math.max(leastMs, gapMs(scouts)) - 2) {
        lastMs = nowMs;
        const count = scouts.silent + scouts.heard + scouts.readOnly === 0 ? together : 1;
        for (let begun = 0; begun < count; begun += 1) void this.scout(worker, found, scouts);
      }
      await Promise.race([this.clock.sleep(againMs), isFound]);
    }
    // Those that have asked nothing yet are given up; nobody waits for them.
    found.abort();
  }

  private async scout(worker: Worker, found: AbortController, scouts: Scouts): Promise<void> {
    let state: keyof Scouts = 'silent';
    const become = (next: keyof Scouts) => {
      scouts[state] -= 1;
      scouts[next] += 1;
      state = next;
    };
    scouts[state] += 1;
    try {
      const session = await this.open(worker, { givenUp: found.signal, onHeard: () => become('heard') });
      if (session === null) return;
      let came = found.signal.aborted ? 'failed' : await this.attempt(worker, session);
      // A standby that is being promoted: it will take writes in a moment, and connecting anew would only delay it.
      if (came === 'read_only' && scouts.readOnly < mostReadOnly) {
        become('readOnly');
        while (came === 'read_only' && !found.signal.aborted) {
          await this.clock.sleep(readOnlyAgainMs);
          came = await this.attempt(worker, session);
        }
      }
      if (came !== 'done' || found.signal.aborted) {
        session.socket.destroy();
        return;
      }
      this.isDown = false;
      this.keep(worker, session);
      found.abort();
    } finally {
      scouts[state] -= 1;
    }
  }

  private async open(
    worker: Worker,
    scouting: Pick<OpenLimits, 'givenUp' | 'onHeard'> = {},
  ): Promise<LoadSession | null> {
    const beganMs = this.clock.nowMs();
    try {
      const patienceMs = Math.max(leastPatienceMs, patienceFactor * this.fastestMs);
      const limits = scouting.givenUp === undefined ? {} : { ...scouting, patienceMs };
      const session = await this.sessions.open(this.order, this.side, limits);
      this.fastestMs = Math.min(this.fastestMs, this.clock.nowMs() - beganMs);
      return session;
    } catch (error) {
      if (scouting.givenUp?.aborted !== true)
        this.tell(worker, { beganMs, connectMs: 0, number: null, backwards: 0 }, error);
      return null;
    }
  }

  private keep(worker: Worker, session: LoadSession): void {
    const { purpose } = this.side;
    const connect = { purpose, atMs: this.clock.nowMs(), isAgain: worker.hadSession };
    void this.sessions.describe(session).then((server) => this.told.connect({ ...connect, ...server }));
    worker.session = session;
    worker.hadSession = true;
  }

  private lose(worker: Worker): void {
    worker.session?.socket.destroy();
    worker.session = null;
    this.isDown = true;
  }

  private async attempt(worker: Worker, session: LoadSession): Promise<'done' | 'read_only' | 'failed'> {
    const beganMs = this.clock.nowMs();
    const { connectMs } = session;
    session.connectMs = 0;
    const isWrite = this.side.purpose === 'writes';
    // Each number is sent once, whatever comes of it.
    const number = isWrite ? ++worker.number : null;
    try {
      if (number === null) {
        const seen = await this.read(session, worker);
        this.tell(worker, { beganMs, connectMs, number: seen, backwards: Math.max(0, worker.number - seen) });
        worker.number = Math.max(worker.number, seen);
      } else {
        await this.sessions.ask(session, this.order, this.insert, [worker.connection, number]);
        this.tell(worker, { beganMs, connectMs, number, backwards: 0 });
      }
      return 'done';
    } catch (error) {
      this.tell(worker, { beganMs, connectMs, number, backwards: 0 }, error);
      return error instanceof LoadFailure && error.told.sqlstate === '25006' ? 'read_only' : 'failed';
    }
  }

  private get insert(): string {
    return `insert into ${this.order.schema}.rows (writer, number) values ($1, $2)`;
  }

  private async read(session: LoadSession, { connection }: Worker): Promise<number> {
    const writer = ((connection - 1) % Math.max(1, this.side.writers)) + 1;
    const text = `select coalesce(max(number), 0) as number from ${this.order.schema}.rows where writer = $1`;
    return Number((await this.sessions.ask(session, this.order, text, [writer]))?.number ?? 0);
  }

  private tell(
    { connection }: Worker,
    { beganMs, ...told }: Pick<LoadAttempt, 'connectMs' | 'number' | 'backwards'> & { beganMs: number },
    error: unknown = null,
  ): void {
    const atMs = this.clock.nowMs();
    const failure =
      error === null
        ? null
        : error instanceof LoadFailure
          ? error.told
          : { sqlstate: null, message: String(error) };
    const { purpose } = this.side;
    this.told.attempt({ purpose, connection, atMs, tookMs: atMs - beganMs, ...told, failure });
  }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
