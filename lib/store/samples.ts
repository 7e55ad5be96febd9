import type { Queryable, Store } from './queryable';

/** One look at one member's lag. */
export interface LagSample {
  cluster: string;
  member: string;
  atMs: number;
  lagBytes: number | null;
  receiveLagBytes: number | null;
  replayLagBytes: number | null;
  lagSeconds: number | null;
}

/** Samples closer together than this become one, the largest: more detail is never kept. */
const FINE_MS = 5_000;
const COARSE_MS = 60_000;
const FINE_KEPT_MS = 2 * 3_600_000;
/** No sample is kept longer. */
export const samplesKeptMs = 2 * 86_400_000;

function slot(atMs: number): string {
  return new Date(Math.floor(atMs / FINE_MS) * FINE_MS).toISOString();
}

export async function appendSamples(db: Queryable, samples: readonly LagSample[]): Promise<void> {
  if (samples.length === 0) return;
  // One statement cannot touch a row twice, so those of one slot are joined first.
  await db.query(
    `insert into howdah.lag_samples
       (cluster, at, member, lag_bytes, receive_lag_bytes, replay_lag_bytes, lag_seconds)
     select cluster, at, member, max(lag_bytes), max(receive_lag_bytes), max(replay_lag_bytes), max(lag_seconds)
     from jsonb_to_recordset($1::jsonb) as sample (
       cluster text, at timestamptz, member text,
       lag_bytes bigint, receive_lag_bytes bigint, replay_lag_bytes bigint, lag_seconds double precision)
     group by cluster, at, member
     on conflict (cluster, at, member) do update set
       lag_bytes = greatest(lag_samples.lag_bytes, excluded.lag_bytes),
       receive_lag_bytes = greatest(lag_samples.receive_lag_bytes, excluded.receive_lag_bytes),
       replay_lag_bytes = greatest(lag_samples.replay_lag_bytes, excluded.replay_lag_bytes),
       lag_seconds = greatest(lag_samples.lag_seconds, excluded.lag_seconds)`,
    [
      JSON.stringify(
        samples.map((sample) => ({
          cluster: sample.cluster,
          at: slot(sample.atMs),
          member: sample.member,
          lag_bytes: whole(sample.lagBytes),
          receive_lag_bytes: whole(sample.receiveLagBytes),
          replay_lag_bytes: whole(sample.replayLagBytes),
          lag_seconds: sample.lagSeconds,
        })),
      ),
    ],
  );
}

function whole(bytes: number | null): number | null {
  return bytes === null ? null : Math.round(bytes);
}

export async function appendWalRate(
  db: Queryable,
  rate: { cluster: string; atMs: number; bytesPerSecond: number | null },
): Promise<void> {
  await db.query(
    `insert into howdah.wal_rates (cluster, at, bytes_per_second) values ($1, $2, $3)
     on conflict (cluster, at) do update set
       bytes_per_second = greatest(wal_rates.bytes_per_second, excluded.bytes_per_second)`,
    [rate.cluster, slot(rate.atMs), rate.bytesPerSecond],
  );
}

/**
 * Full detail for two hours, the largest of each minute for two days, nothing after that.
 * Meant to be called every few minutes; calling it twice changes nothing more.
 */
export async function thinSamples(store: Store, nowMs: number): Promise<void> {
  const fineUntil = new Date(Math.floor((nowMs - FINE_KEPT_MS) / COARSE_MS) * COARSE_MS).toISOString();
  const keptFrom = new Date(nowMs - samplesKeptMs).toISOString();
  // A clock that was set back leaves samples in the future, which nothing else would ever remove.
  const keptTo = new Date(nowMs + 3_600_000).toISOString();
  // A minute's row stands a millisecond beside the full minute: the sample that is being removed may stand on it.
  await store.transaction(async (tx) => {
    await tx.query('delete from howdah.lag_samples where at < $1 or at > $2', [keptFrom, keptTo]);
    await tx.query('delete from howdah.wal_rates where at < $1 or at > $2', [keptFrom, keptTo]);
    await tx.query(
      `with gone as (
         delete from howdah.lag_samples where not coarse and at < $1 returning *
       )
       insert into howdah.lag_samples
         (cluster, at, member, coarse, lag_bytes, receive_lag_bytes, replay_lag_bytes, lag_seconds)
       select cluster, date_trunc('minute', at, 'UTC') + interval '1 millisecond', member, true,
              max(lag_bytes), max(receive_lag_bytes), max(replay_lag_bytes), max(lag_seconds)
       from gone group by 1, 2, 3
       on conflict (cluster, at, member) do update set
         lag_bytes = greatest(lag_samples.lag_bytes, excluded.lag_bytes),
         receive_lag_bytes = greatest(lag_samples.receive_lag_bytes, excluded.receive_lag_bytes),
         replay_lag_bytes = greatest(lag_samples.replay_lag_bytes, excluded.replay_lag_bytes),
         lag_seconds = greatest(lag_samples.lag_seconds, excluded.lag_seconds)`,
      [fineUntil],
    );
    await tx.query(
      `with gone as (
         delete from howdah.wal_rates where not coarse and at < $1 returning *
       )
       insert into howdah.wal_rates (cluster, at, coarse, bytes_per_second)
       select cluster, date_trunc('minute', at, 'UTC') + interval '1 millisecond', true, max(bytes_per_second)
       from gone group by 1, 2
       on conflict (cluster, at) do update set
         bytes_per_second = greatest(wal_rates.bytes_per_second, excluded.bytes_per_second)`,
      [fineUntil],
    );
  });
}

/** When the newest sample was taken, in milliseconds since the epoch; null without one. */
export async function newestSampleMs(db: Queryable): Promise<number | null> {
  const [row] = await db.query<{ at: Date | null }>(
    `select greatest((select max(at) from howdah.lag_samples), (select max(at) from howdah.wal_rates)) as at`,
  );
  return row?.at?.getTime() ?? null;
}

/** PGlite has no background processes: nobody else would vacuum, or let go of old WAL. */
export async function reclaim(store: Store): Promise<void> {
  if (store.engine !== 'pglite') return;
  for (const table of ['lag_samples', 'wal_rates', 'operations', 'events']) {
    await store.query(`vacuum howdah.${table}`);
  }
  await store.query('checkpoint');
}
