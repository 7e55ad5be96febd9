import { type DrillReport, drillReportSchema } from '@/lib/contract/drills';
import type { Queryable } from './queryable';

const keptACluster = 500;

/** Writes how a drill stands; one that is known already is replaced. */
export async function saveDrill(db: Queryable, report: DrillReport): Promise<void> {
  await db.query(
    `insert into howdah.drills (id, cluster, outcome, started_at, ended_at, document)
     values ($1, $2, $3, $4, $5, $6::jsonb)
     on conflict (id) do update
     set outcome = excluded.outcome, ended_at = excluded.ended_at, document = excluded.document`,
    [report.id, report.cluster, report.outcome, report.startedAt, report.endedAt, JSON.stringify(report)],
  );
  await db.query(
    `delete from howdah.drills
     where cluster = $1 and ended_at is not null and number <=
       (select number from howdah.drills where cluster = $1 order by number desc offset $2 limit 1)`,
    [report.cluster, keptACluster],
  );
}

export async function findDrill(db: Queryable, id: string): Promise<DrillReport | null> {
  const [row] = await db.query<{ document: unknown }>('select document from howdah.drills where id = $1', [
    id,
  ]);
  return row === undefined ? null : drillReportSchema.parse(row.document);
}

/** Newest first; `before` is the id of the last drill of the page before. */
export async function listDrills(
  db: Queryable,
  cluster: string,
  page: { before?: string | undefined; limit: number },
): Promise<DrillReport[]> {
  const rows = await db.query<{ document: unknown }>(
    `select document from howdah.drills
     where cluster = $1
       and ($2::text is null or number < (select number from howdah.drills where id = $2))
     order by number desc limit $3`,
    [cluster, page.before ?? null, page.limit],
  );
  return rows.map((row) => drillReportSchema.parse(row.document));
}
