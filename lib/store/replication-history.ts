import type { Queryable } from './queryable';

export interface HistoryRange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly bucketMs: number;
}

/** Columns of equal length, as the contract's `ReplicationHistory` has them; null where nothing is known. */
export interface HistoryColumns {
  atMs: number[];
  members: {
    name: string;
    lagBytes: (number | null)[];
    receiveLagBytes: (number | null)[];
    replayLagBytes: (number | null)[];
    lagSeconds: (number | null)[];
  }[];
  walRateBytesPerSecond: (number | null)[];
}

/** Fine enough for a chart, and never finer than what is kept: at most 720 points. */
export function bucketMsFor(minutes: number): number {
  if (minutes <= 15) return 5_000;
  if (minutes <= 60) return 15_000;
  if (minutes <= 120) return 30_000;
  return Math.max(60_000, Math.ceil((minutes * 60_000) / 720 / 60_000) * 60_000);
}

interface LagRow {
  bucket: number;
  member: string;
  lag_bytes: number | null;
  receive_lag_bytes: number | null;
  replay_lag_bytes: number | null;
  lag_seconds: number | null;
}

const BUCKET = 'floor(extract(epoch from at) * 1000 / $4)::bigint';

/** The largest figure of each bucket, so that a short spike never disappears; buckets without samples are holes. */
export async function readReplicationHistory(
  db: Queryable,
  cluster: string,
  { fromMs, toMs, bucketMs }: HistoryRange,
): Promise<HistoryColumns> {
  const params = [cluster, new Date(fromMs).toISOString(), new Date(toMs).toISOString(), bucketMs];
  const lagRows = await db.query<LagRow>(
    `select ${BUCKET} as bucket, member, max(lag_bytes) as lag_bytes, max(receive_lag_bytes) as receive_lag_bytes,
            max(replay_lag_bytes) as replay_lag_bytes, max(lag_seconds) as lag_seconds
     from howdah.lag_samples where cluster = $1 and at >= $2 and at <= $3
     group by 1, 2 order by 2, 1`,
    params,
  );
  const rateRows = await db.query<{ bucket: number; rate: number | null }>(
    `select ${BUCKET} as bucket, max(bytes_per_second) as rate
     from howdah.wal_rates where cluster = $1 and at >= $2 and at <= $3
     group by 1 order by 1`,
    params,
  );

  const first = Math.floor(fromMs / bucketMs);
  const newest = Math.max(...lagRows.map((row) => row.bucket), ...rateRows.map((row) => row.bucket), first);
  // The bucket that is still filling is left out while it is empty: it is not a hole.
  const last = Math.max(newest, Math.floor(toMs / bucketMs) - 1);
  const length = last - first + 1;
  const holes = () => new Array<number | null>(length).fill(null);

  const members: HistoryColumns['members'] = [];
  for (const row of lagRows) {
    let member = members.at(-1);
    if (member?.name !== row.member) {
      member = {
        name: row.member,
        lagBytes: holes(),
        receiveLagBytes: holes(),
        replayLagBytes: holes(),
        lagSeconds: holes(),
      };
      members.push(member);
    }
    const index = row.bucket - first;
    member.lagBytes[index] = row.lag_bytes;
    member.receiveLagBytes[index] = row.receive_lag_bytes;
    member.replayLagBytes[index] = row.replay_lag_bytes;
    member.lagSeconds[index] = row.lag_seconds;
  }
  const walRateBytesPerSecond = holes();
  for (const row of rateRows) walRateBytesPerSecond[row.bucket - first] = row.rate;

  return {
    atMs: Array.from({ length }, (_, index) => (first + index) * bucketMs),
    members,
    walRateBytesPerSecond,
  };
}
