import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../lab/lab';
import { memberNames } from '../lab/members';
import { trueLeader } from './cluster-truth';

/**
 * When a leader is killed, the segment that its replicas were receiving stays theirs, half filled and not marked as
 * archived. Whoever of them is promoted later archives it under the name of the killed leader's own, whole one, and
 * pgBackRest rightly refuses from then on. A person would mark it as archived, and so does this.
 */
export async function markLeftoversArchived(lab: Lab): Promise<void> {
  const { leader, timeline } = await trueLeader(lab);
  for (const member of memberNames) {
    const folder = join(lab.layout.members[member].data, 'pg_wal');
    const marks = new Set(readdirSync(join(folder, 'archive_status')));
    for (const name of readdirSync(folder)) {
      const isOld = /^[0-9A-F]{24}$/.test(name) && Number.parseInt(name.slice(0, 8), 16) < timeline;
      // What the leader still has to archive is its own business.
      if (!isOld || marks.has(`${name}.done`) || (member === leader && marks.has(`${name}.ready`))) continue;
      writeFileSync(join(folder, 'archive_status', `${name}.done`), '', { mode: 0o600 });
    }
  }
}
