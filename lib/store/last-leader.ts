import type { Queryable } from './queryable';

/** Who led when Howdah last wrote it down: at a leader change, or when it began to watch. */
export async function lastLeader(
  db: Queryable,
  cluster: string,
): Promise<{ leader: string; timeline: number | null } | null> {
  const [row] = await db.query<{ subject: string; timeline: string | null }>(
    `select subject, detail ->> 'timeline' as timeline from howdah.events
     where cluster = $1 and kind in ('leader_changed', 'howdah_started') and subject is not null
     order by id desc limit 1`,
    [cluster],
  );
  if (row === undefined) return null;
  return { leader: row.subject, timeline: row.timeline === null ? null : Number(row.timeline) };
}
