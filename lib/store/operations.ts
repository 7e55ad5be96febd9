import {
  laneOfKind,
  type Operation,
  type OperationKind,
  type OperationLane,
} from '@/lib/contract/operations';
import type { Queryable, Store } from './queryable';
import { keepRequestKey, type RequestKey } from './request-keys';

const KEPT_A_CLUSTER = 5_000;

/** What the engine must still know after a crash, and nobody else needs. */
export type OperationMemory = Record<string, unknown>;

export interface StoredOperation {
  operation: Operation;
  memory: OperationMemory;
}

/**
 * Throws a unique violation while another operation of the cluster in the same lane has not ended. All of it is
 * written or nothing; whoever gets no answer does not know which, and asks `claimId`.
 */
export async function createOperation(
  store: Pick<Store, 'transaction'>,
  stored: StoredOperation,
  request: RequestKey | null = null,
): Promise<void> {
  const { cluster, id } = stored.operation;
  await store.transaction(async (tx) => {
    await tx.query(insertOperation, rowOf(stored));
    if (request !== null) await keepRequestKey(tx, request, id);
    await tx.query(
      `delete from howdah.operations
       where cluster = $1 and ended_at is not null and number <=
         (select number from howdah.operations where cluster = $1 order by number desc offset $2 limit 1)`,
      [cluster, KEPT_A_CLUSTER],
    );
  });
}

/**
 * After a creation whose answer was lost: writes the operation as ended under its id, unless it is there. From then on
 * it is certain, for a creation that still waits somewhere finds its id taken.
 */
export async function claimId(db: Queryable, ended: Operation): Promise<'was there' | 'is ended'> {
  const rows = await db.query(
    `${insertOperation} on conflict (id) do nothing returning id`,
    rowOf({ operation: ended, memory: {} }),
  );
  return rows.length === 0 ? 'was there' : 'is ended';
}

const insertOperation = `insert into howdah.operations
  (id, cluster, kind, lane, status, created_at, ended_at, document, memory)
  values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb)`;

function rowOf({ operation, memory }: StoredOperation): unknown[] {
  return [
    operation.id,
    operation.cluster,
    operation.kind,
    laneOfKind[operation.kind],
    operation.status,
    operation.createdAt,
    operation.endedAt,
    JSON.stringify(operation),
    JSON.stringify(memory),
  ];
}

/** Writes how the operation stands now. One that has ended stays as it ended. */
export async function saveOperation(db: Queryable, { operation, memory }: StoredOperation): Promise<void> {
  await db.query(
    `update howdah.operations
     set status = $2, ended_at = $3, document = $4::jsonb, memory = $5::jsonb
     where id = $1 and ended_at is null`,
    [operation.id, operation.status, operation.endedAt, JSON.stringify(operation), JSON.stringify(memory)],
  );
}

export async function findOperation(db: Queryable, id: string): Promise<Operation | null> {
  const [row] = await db.query<{ document: Operation }>(
    'select document from howdah.operations where id = $1',
    [id],
  );
  return row?.document ?? null;
}

/** Newest first; `before` is the id of the last operation of the page before. */
export async function listOperations(
  db: Queryable,
  cluster: string,
  page: { before?: string; limit: number },
): Promise<Operation[]> {
  const rows = await db.query<{ document: Operation }>(
    `select document from howdah.operations
     where cluster = $1
       and ($2::text is null or number < (select number from howdah.operations where id = $2))
     order by number desc limit $3`,
    [cluster, page.before ?? null, page.limit],
  );
  return rows.map((row) => row.document);
}

/** Those that a Howdah began and did not see to their end, oldest first. */
export async function listUnfinished(db: Queryable): Promise<StoredOperation[]> {
  const rows = await db.query<{ document: Operation; memory: OperationMemory }>(
    'select document, memory from howdah.operations where ended_at is null order by number',
  );
  return rows.map((row) => ({ operation: row.document, memory: row.memory }));
}

/** The one that has not ended, whoever began it. */
export async function unfinishedIn(
  db: Queryable,
  cluster: string,
  lane: OperationLane,
): Promise<Operation | null> {
  const [row] = await db.query<{ document: Operation }>(
    'select document from howdah.operations where cluster = $1 and lane = $2 and ended_at is null',
    [cluster, lane],
  );
  return row?.document ?? null;
}

/** Figures that the newest succeeded operations of a kind measured, newest first. */
export async function measuredFacts(
  db: Queryable,
  query: { cluster: string; kind: OperationKind; fact: string; limit: number },
): Promise<number[]> {
  const rows = await db.query<{ figure: number }>(
    `select (document #>> array['result', 'facts', $3::text])::double precision as figure
     from howdah.operations
     where cluster = $1 and kind = $2 and status = 'succeeded'
       and jsonb_typeof(document #> array['result', 'facts', $3::text]) = 'number'
     order by number desc limit $4`,
    [query.cluster, query.kind, query.fact, query.limit],
  );
  return rows.map((row) => row.figure);
}
