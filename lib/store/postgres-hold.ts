import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { errorText, StoreError } from './store-error';

/** Held by the one Howdah that uses the database, for as long as its session lives. */
const HOLDER_LOCK = 4_711_002;
const BEAT_MS = 2_000;
/**
 * The server gives a silent holder's lock away after 25 s (its keepalives below). Its Howdah has to know before that: after
 * 6 s at most.
 */
const BEAT_ANSWER_MS = 4_000;
const LOOK_MS = 250;

export interface Hold {
  /** Counts up with every Howdah that takes the store; each of its writes carries it. Needs the schema to be there. */
  claimEpoch(): Promise<number>;
  release(): Promise<void>;
}

export interface HoldParts {
  readonly config: ClientConfig;
  /** Without a secret, for messages. */
  readonly address: string;
  readonly patienceMs: number;
  /** Called once, when it is held no more and was not given back. */
  readonly onLost: (reason: string) => void;
}

/** Takes the lock of the database in a session of its own; throws `locked` when another Howdah keeps it. */
export async function takeHold({ config, address, patienceMs, onLost }: HoldParts): Promise<Hold> {
  const client = new Client({ ...config, query_timeout: BEAT_ANSWER_MS });
  let reason: string | null = null;
  let released = false;
  let timer: NodeJS.Timeout | null = null;
  const lose = (why: string) => {
    if (released || reason !== null) return;
    reason = `the session that held its lock has ended: ${why}`;
    if (timer !== null) clearTimeout(timer);
    // It may live on where only the way to it is broken: then the server is to know as soon as it can.
    void client.end().catch(() => {});
    onLost(reason);
  };
  let held = false;
  client.on('error', (error) => (held ? lose(errorText(error)) : undefined));
  client.on('end', () => (held ? lose('the server closed it') : undefined));

  try {
    await client.connect();
    await client.query(
      'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3',
    );
    await waitForLock(client, address, patienceMs);
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  held = true;
  const beat = () => {
    timer = setTimeout(() => {
      client.query('select 1').then(beat, (error: unknown) => lose(errorText(error)));
    }, BEAT_MS);
    timer.unref();
  };
  beat();

  return {
    async claimEpoch() {
      const { rows } = await client.query<{ epoch: number }>(
        `update howdah.holder set epoch = epoch + 1, who = $1, taken_at = now(), seen_at = now()
         returning epoch`,
        [`process ${process.pid} on ${hostname()}`],
      );
      const epoch = rows[0]?.epoch;
      if (epoch === undefined)
        throw new StoreError('broken', `The database ${address} has no row of its holder`);
      return epoch;
    },
    async release() {
      released = true;
      if (timer !== null) clearTimeout(timer);
      await client.end().catch(() => {});
    },
  };
}

async function waitForLock(client: Client, address: string, patienceMs: number): Promise<void> {
  const beganMs = performance.now();
  for (;;) {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [
      HOLDER_LOCK,
    ]);
    if (rows[0]?.got === true) return;
    if (performance.now() - beganMs >= patienceMs) {
      throw new StoreError(
        'locked',
        `The database ${address} is in use by another Howdah. Stop that one, or give this one a database of its own.`,
      );
    }
    await sleep(LOOK_MS);
  }
}
