import type { BackupDetail } from '@/lib/contract/backups';
import { HowdahError } from '@/lib/contract/howdah-error';
import type { ReadingStatus } from '@/lib/contract/reading';
import type { Snapshot } from '@/lib/contract/snapshot';
import { type BackupIndex, findBackup } from '@/lib/domain/backup-index';
import { backupDetail } from '@/lib/domain/backups';
import { restoreCommand } from '@/lib/domain/restore-command';
import { runnerOn } from '@/lib/monitor/real-upstreams';
import { howToConfigure } from '@/lib/settings/how-to';
import type { ClusterSettings } from '@/lib/settings/types';
import { readSet } from '@/lib/upstream/pgbackrest/read';

const setTimeoutMs = 20_000;

export interface BackupPageRequest {
  readonly settings: ClusterSettings;
  readonly snapshot: Snapshot;
  readonly reading: ReadingStatus;
  readonly index: BackupIndex | null;
  readonly label: string;
  readonly repository: number | null;
}

/** One backup's own page: what the last reading knows, and its files as pgBackRest tells them now. */
export async function backupPage(request: BackupPageRequest): Promise<BackupDetail> {
  const { settings, snapshot, index, label, reading } = request;
  const { pgbackrest } = settings;
  if (pgbackrest === null) {
    throw new HowdahError(
      'not_configured',
      `pgBackRest is not configured for ${settings.name}: ${howToConfigure.pgbackrest}`,
    );
  }
  if (index === null) {
    throw new HowdahError(
      'upstream_unreachable',
      reading.status === 'unreachable' ? reading.reason : 'pgBackRest has not answered yet',
    );
  }
  const backup = findBackup(index, label, request.repository ?? undefined);
  if (backup === null) {
    const where = request.repository === null ? '' : ` in repository ${request.repository}`;
    throw new HowdahError('unknown_backup', `There is no backup ${label}${where}`);
  }
  const repository = index.info.repositoriesAreNumbered ? backup.repository : null;
  const set = await readSet(
    runnerOn(settings, pgbackrest.host),
    pgbackrest,
    { label, repository },
    { timeoutMs: setTimeoutMs },
  );
  const target = snapshot.leader ?? snapshot.members[0]?.name ?? null;
  return backupDetail({
    cluster: snapshot.cluster,
    at: snapshot.at,
    reading,
    index,
    backup,
    files: set.ok ? set.value : null,
    filesReason: set.ok ? null : set.reason,
    restoreCommand: restoreCommand({
      stanza: pgbackrest.stanza,
      config: target === null ? null : (settings.hosts[target]?.pgbackrestConfig ?? null),
      label: backup.label,
      repository,
    }),
  });
}
