import { psqlHere } from '../commands';
import { archivingWorks } from '../disproofs';
import { lastWords } from '../log/postgres-log';
import { type Pattern, present } from '../pattern';
import { refusedSegment } from './archive-old-segment';

export const archiveCommand: Pattern = {
  id: 'archive-command',
  title: 'The archive command fails',
  short: 'archiving fails',
  meaning:
    'PostgreSQL keeps every segment until it is archived: pg_wal grows until the disk is full, and the cluster cannot be restored to anything newer than the last archived segment.',
  source: {
    title: 'PostgreSQL: continuous archiving',
    url: 'https://www.postgresql.org/docs/current/continuous-archiving.html',
  },
  ruledOutBy: [
    archivingWorks,
    {
      words: 'pgBackRest refuses a segment of an older timeline ([045]).',
      holds: (evidence) => refusedSegment(evidence)?.isOfPresentTimeline === false,
    },
  ],
  mayFollowFrom: ['disk-full'],
  match(evidence) {
    const { patroni, archiving, postgresLog, member, place } = evidence;
    if (patroni.isArchivingFailing !== true) return null;
    const entries = postgresLog?.entries ?? [];
    return {
      certainty: 'certain',
      because: present([
        patroni.archiverError,
        patroni.archiverError === null &&
          lastWords(entries, /archive command failed|archive command was terminated/),
        lastWords(entries, /The failed archive command was/),
        archiving !== null && archiving.waiting > 0 && `${archiving.waiting} segments wait to be archived.`,
      ]),
      fix: 'Its own words say why: the repository’s host, its disk, its rights, or the command itself. PostgreSQL tries again by itself.',
      commands: [
        psqlHere(evidence, 'show archive_command', 'table pg_stat_archiver'),
        {
          where: member,
          text: `ls ${place?.dataDirectory ?? '$PGDATA'}/pg_wal/archive_status/*.ready | head`,
        },
      ],
    };
  },
};
