import type { Queryable } from './queryable';

/** What a client gave a request, so that the same request, sent again, is not a second one. */
export interface RequestKey {
  readonly key: string;
  /** Of the request itself: another one with the same key is a mistake. */
  readonly fingerprint: string;
}

/** Call it in the transaction that creates the operation. Keys of more than a day ago are forgotten with it. */
export async function keepRequestKey(
  tx: Queryable,
  { key, fingerprint }: RequestKey,
  operationId: string,
): Promise<void> {
  await tx.query("delete from howdah.request_keys where kept_at < now() - interval '1 day'");
  await tx.query('insert into howdah.request_keys (key, fingerprint, operation_id) values ($1, $2, $3)', [
    key,
    fingerprint,
    operationId,
  ]);
}

/** What was asked with this key within a day; null when nothing was, or it came to nothing. */
export async function findRequestKey(
  db: Queryable,
  key: string,
): Promise<{ readonly fingerprint: string; readonly operationId: string } | null> {
  const [row] = await db.query<{ fingerprint: string; operation_id: string }>(
    `select fingerprint, operation_id from howdah.request_keys
     where key = $1 and kept_at >= now() - interval '1 day'`,
    [key],
  );
  return row === undefined ? null : { fingerprint: row.fingerprint, operationId: row.operation_id };
}

/** The operation was not begun: the same request may begin another. */
export async function forgetRequestKey(db: Queryable, operationId: string): Promise<void> {
  await db.query('delete from howdah.request_keys where operation_id = $1', [operationId]);
}
