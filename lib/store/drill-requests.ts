import type { Queryable } from './queryable';

/** A log is a hundred times its report: those of the newest drills are enough to look closer. */
const keptACluster = 10;

/** Adds one part to the request log of a drill; `part` counts from 1. */
export async function appendDrillRequests(
  db: Queryable,
  drill: string,
  part: number,
  lines: Uint8Array,
): Promise<void> {
  await db.query('insert into howdah.drill_requests (drill, part, lines) values ($1, $2, $3)', [
    drill,
    part,
    lines,
  ]);
}

/** One part of a log, or null after its last. */
export async function findDrillRequests(
  db: Queryable,
  drill: string,
  part: number,
): Promise<Uint8Array | null> {
  const [row] = await db.query<{ lines: Uint8Array }>(
    'select lines from howdah.drill_requests where drill = $1 and part = $2',
    [drill, part],
  );
  return row?.lines ?? null;
}

/** Forgets the logs of all but the newest drills of the cluster of this one. */
export async function trimDrillRequests(db: Queryable, drill: string): Promise<void> {
  await db.query(
    `delete from howdah.drill_requests r using howdah.drills d, howdah.drills this
     where r.drill = d.id and d.cluster = this.cluster and this.id = $1 and d.number <=
       (select number from howdah.drills where cluster = this.cluster order by number desc offset $2 limit 1)`,
    [drill, keptACluster],
  );
}
