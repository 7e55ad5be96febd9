import type { RestoreTestOutcome, RestoreTestReport } from '@/lib/contract/restore-tests';
import type { Queryable } from './queryable';

const KEPT_A_CLUSTER = 2_000;

/** Writes how a test stands; one that is known already is replaced. */
export async function saveRestoreTest(db: Queryable, report: RestoreTestReport): Promise<void> {
  await db.query(
    `insert into howdah.restore_tests (id, cluster, outcome, started_at, ended_at, document)
     values ($1, $2, $3, $4, $5, $6::jsonb)
     on conflict (id) do update
     set outcome = excluded.outcome, ended_at = excluded.ended_at, document = excluded.document`,
    [report.id, report.cluster, report.outcome, report.startedAt, report.endedAt, JSON.stringify(report)],
  );
  // The last proof is kept, however long ago it was.
  await db.query(
    `delete from howdah.restore_tests
     where cluster = $1 and ended_at is not null and number <=
       (select number from howdah.restore_tests where cluster = $1 order by number desc offset $2 limit 1)
       and number <> (select coalesce(max(number), 0) from howdah.restore_tests
                      where cluster = $1 and outcome = 'passed')`,
    [report.cluster, KEPT_A_CLUSTER],
  );
}

export async function findRestoreTest(db: Queryable, id: string): Promise<RestoreTestReport | null> {
  const [row] = await db.query<{ document: RestoreTestReport }>(
    'select document from howdah.restore_tests where id = $1',
    [id],
  );
  return row?.document ?? null;
}

/** Newest first; `before` is the id of the last test of the page before. */
export async function listRestoreTests(
  db: Queryable,
  cluster: string,
  page: { before?: string | undefined; limit: number },
): Promise<RestoreTestReport[]> {
  const rows = await db.query<{ document: RestoreTestReport }>(
    `select document from howdah.restore_tests
     where cluster = $1
       and ($2::text is null or number < (select number from howdah.restore_tests where id = $2))
     order by number desc limit $3`,
    [cluster, page.before ?? null, page.limit],
  );
  return rows.map((row) => row.document);
}

/** The last test of a cluster that came to one of these outcomes; null without one. */
export async function lastRestoreTest(
  db: Queryable,
  cluster: string,
  outcomes: readonly RestoreTestOutcome[],
): Promise<RestoreTestReport | null> {
  const rows = await db.query<{ document: RestoreTestReport }>(
    `select document from howdah.restore_tests
     where cluster = $1 and outcome = any($2::text[])
     order by number desc limit 1`,
    [cluster, [...outcomes]],
  );
  return rows[0]?.document ?? null;
}
