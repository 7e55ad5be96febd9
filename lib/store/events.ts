import type { ClusterEvent } from '@/lib/contract/events';
import type { Queryable } from './queryable';

const KEPT_A_CLUSTER = 100_000;
/** Trimming costs a scan; once in so many events is often enough. */
const TRIM_EVERY = 500;

interface Row {
  id: number;
  cluster: string;
  at: Date;
  kind: string;
  severity: string;
  subject: string | null;
  title: string;
  operation_id: string | null;
  detail: Record<string, unknown>;
}

function fromRow(row: Row): ClusterEvent {
  return {
    id: row.id,
    cluster: row.cluster as ClusterEvent['cluster'],
    at: row.at.toISOString(),
    kind: row.kind as ClusterEvent['kind'],
    severity: row.severity as ClusterEvent['severity'],
    subject: row.subject,
    title: row.title,
    operationId: row.operation_id,
    detail: row.detail,
  };
}

/** Stores the event and returns it with its id; later events have higher ids. */
export async function appendEvent(db: Queryable, event: Omit<ClusterEvent, 'id'>): Promise<ClusterEvent> {
  const [row] = await db.query<{ id: number }>(
    `insert into howdah.events (cluster, at, kind, severity, subject, title, operation_id, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)
     returning id`,
    [
      event.cluster,
      event.at,
      event.kind,
      event.severity,
      event.subject,
      event.title,
      event.operationId,
      JSON.stringify(event.detail),
    ],
  );
  if (row === undefined) throw new Error('an event was not stored');
  if (row.id % TRIM_EVERY === 0) await trimEvents(db, event.cluster);
  return { ...event, id: row.id };
}

/** Newest first; `before` is the id of the last event of the page before. */
export async function listEvents(
  db: Queryable,
  cluster: string,
  page: { before?: number; limit: number },
): Promise<ClusterEvent[]> {
  const rows = await db.query<Row>(
    `select * from howdah.events
     where cluster = $1 and ($2::bigint is null or id < $2)
     order by id desc limit $3`,
    [cluster, page.before ?? null, page.limit],
  );
  return rows.map(fromRow);
}

export interface LeaderChange {
  atMs: number;
  from: string | null;
  to: string | null;
  timeline: number | null;
}

/** Oldest first. Reads `from`, `to` and `timeline` out of the detail of `leader_changed` events. */
export async function leaderChangesSince(
  db: Queryable,
  cluster: string,
  sinceMs: number,
): Promise<LeaderChange[]> {
  const rows = await db.query<{ at: Date; subject: string | null; detail: Record<string, unknown> }>(
    `select at, subject, detail from howdah.events
     where cluster = $1 and kind = 'leader_changed' and at >= $2
     order by at, id`,
    [cluster, new Date(sinceMs).toISOString()],
  );
  return rows.map(({ at, subject, detail }) => ({
    atMs: at.getTime(),
    from: typeof detail.from === 'string' ? detail.from : null,
    to: typeof detail.to === 'string' ? detail.to : subject,
    timeline: typeof detail.timeline === 'number' ? detail.timeline : null,
  }));
}

/** Keeps the newest events of a cluster. Not by their age: a clock that is set would take all of them. */
export async function trimEvents(db: Queryable, cluster: string, kept = KEPT_A_CLUSTER): Promise<void> {
  await db.query(
    `delete from howdah.events
     where cluster = $1
       and id <= (select id from howdah.events where cluster = $1 order by id desc offset $2 limit 1)`,
    [cluster, kept],
  );
}
