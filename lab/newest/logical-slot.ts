import { waitUntil } from '../wait';
import type { NewestContext } from './context';
import { logicalSlot } from './patroni';
import { newestPsql } from './psql';
import type { Cluster } from './shape';

/** Members on which the slot is not there, or has not come as far as `lsn`. */
export async function membersWithoutSlot(
  context: NewestContext,
  { members, hasRepository }: Cluster,
  lsn = '0/0',
): Promise<string[]> {
  if (!hasRepository) return [];
  // Patroni makes no copy where a member must not lead.
  const wanted = members.filter(({ tags }) => tags.nofailover !== true);
  const sql = `SELECT count(*) FROM pg_replication_slots
    WHERE slot_name = '${logicalSlot}' AND confirmed_flush_lsn >= '${lsn}'`;
  const counts = await Promise.all(wanted.map(({ name }) => newestPsql(context, name, sql)));
  return wanted.filter((_, index) => counts[index] !== '1').map(({ name }) => name);
}

/**
 * Waits until every copy of the slot has come as far as the leader is now: Patroni restarts PostgreSQL for each copy,
 * and once more where the WAL of its place was not in the backup that a member was made of.
 */
export async function untilSlotsFollow(
  context: NewestContext,
  cluster: Cluster,
  leader: string,
): Promise<void> {
  const lsn = await newestPsql(context, leader, 'SELECT pg_current_wal_lsn()');
  await waitUntil('Patroni to copy the logical slot', 180_000, async () => {
    return (await membersWithoutSlot(context, cluster, lsn)).length === 0;
  });
}
