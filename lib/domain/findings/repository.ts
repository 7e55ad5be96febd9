import type { Snapshot } from '@/lib/contract/snapshot';
import { shellText } from '../shell-text';
import { type FindingDraft, warning } from './draft';

type Seen = Omit<Snapshot, 'health' | 'verdict' | 'findings'>;

/** What endangers backups and archived WAL. */
export function repositoryFindings(snapshot: Seen): FindingDraft[] {
  const findings: FindingDraft[] = [];
  const { repository, replication } = snapshot;
  const stanza = `--stanza=${repository.stanza ?? 'STANZA'}`;
  const subject = { type: 'repository' as const, name: repository.stanza ?? 'pgBackRest' };
  if (repository.reading.status === 'unreachable') {
    findings.push(
      warning('repository-unreachable', subject, {
        title: 'pgBackRest does not answer',
        why: repository.reading.reason,
        action: 'Run pgbackrest info on its host by hand; check ssh and the repository’s rights',
        command: shellText([
          'pgbackrest',
          'info',
          ...(repository.stanza === null ? [] : [`--stanza=${repository.stanza}`]),
        ]),
        since: repository.reading.since,
      }),
    );
  } else if (repository.reading.status === 'fresh') {
    if (repository.backupCount === 0) {
      findings.push(
        warning('no-backup', subject, {
          title: 'There is no backup',
          why: `pgBackRest says: ${repository.statusMessage ?? 'no backups'}`,
          action: 'Take a full backup',
          command: shellText(['pgbackrest', stanza, '--type=full', 'backup']),
        }),
      );
    } else if (repository.lastBackup?.error === true) {
      findings.push(
        warning('backup-error', subject, {
          title: 'The last backup has page checksum errors',
          why: `${repository.lastBackup.label} found damaged pages in the database`,
          action: 'Open the backup’s page for the files, and check the disk of the member it was taken from',
        }),
      );
    }
  }
  const { archiver } = replication;
  if (archiver?.failing) {
    findings.push(
      warning('archiving-failing', subject, {
        title: 'Archiving of WAL fails',
        why: `${archiver.lastFailedWal ?? 'A segment'} could not be archived from ${archiver.member}${archiver.error === null ? '' : `: ${archiver.error}`}`,
        action:
          'Nothing newer than the last archived segment can be restored, and WAL fills the leader’s disk: mend it now',
        command: shellText(['pgbackrest', stanza, 'check']),
        since: archiver.failingSince,
      }),
    );
  }
  return findings;
}
