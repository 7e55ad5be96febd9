import { chownSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../lab/lab';
import { memberNames } from '../lab/members';
import { trueLeader } from './cluster-truth';

/**
 * What a DBA does after a crash failover: marks as archived what is left of earlier timelines in each member's WAL
 * folder. A member that was promoted keeps its own cut-off copy of the last segment of the old timeline, while the
 * killed leader archives the whole one when it comes back. At some later checkpoint as leader the first tries to
 * archive its copy too; pgBackRest refuses another content under the same name, and archiving stands still for good.
 */
export async function settleArchive(lab: Lab): Promise<void> {
  const { timeline } = await trueLeader(lab);
  for (const member of memberNames) {
    const wal = join(lab.layout.members[member].data, 'pg_wal');
    const status = join(wal, 'archive_status');
    if (!existsSync(status)) continue;
    const { uid, gid } = statSync(status);
    for (const segment of readdirSync(wal)) {
      if (!/^[0-9A-F]{24}$/.test(segment) || Number.parseInt(segment.slice(0, 8), 16) >= timeline) continue;
      const done = join(status, `${segment}.done`);
      if (existsSync(done)) continue;
      writeFileSync(done, '');
      chownSync(done, uid, gid);
      rmSync(join(status, `${segment}.ready`), { force: true });
    }
  }
}
