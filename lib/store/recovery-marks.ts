import type { Queryable } from './queryable';

export interface StoredMark {
  readonly atMs: number;
  readonly kind: 'leader_change' | 'restore';
  readonly title: string;
  /** The timeline that a leader change began, where it is known. */
  readonly timeline: number | null;
}

/** Changes of the leader and restores that succeeded, newest first. */
export async function recoveryMarks(db: Queryable, cluster: string, limit: number): Promise<StoredMark[]> {
  const rows = await db.query<{ at: Date; kind: string; title: string; detail: Record<string, unknown> }>(
    `select at, kind, title, detail from howdah.events
     where cluster = $1
       and (kind = 'leader_changed'
         or (kind = 'operation_ended' and detail->>'kind' = 'restore' and detail->>'status' = 'succeeded'))
     order by id desc limit $2`,
    [cluster, limit],
  );
  return rows.map(({ at, kind, title, detail }) => ({
    atMs: at.getTime(),
    kind: kind === 'leader_changed' ? 'leader_change' : 'restore',
    title,
    timeline: typeof detail.timeline === 'number' ? detail.timeline : null,
  }));
}

/** What restores have measured and noted, newest first. */
export async function restoreFacts(db: Queryable, cluster: string): Promise<Record<string, unknown>[]> {
  const rows = await db.query<{ facts: Record<string, unknown> | null }>(
    `select document->'result'->'facts' as facts from howdah.operations
     where cluster = $1 and kind = 'restore' and ended_at is not null
     order by number desc limit 200`,
    [cluster],
  );
  return rows.flatMap(({ facts }) => (facts === null ? [] : [facts]));
}
