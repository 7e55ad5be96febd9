import { dataWord, lastLineOf, type Pattern, present } from '../pattern';

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
  match({ patroni, archiving, postgresLog, member, place }) {
    if (!patroni.isArchivingFailing) return null;
    if (/\[045\]/.test(patroni.archiverError ?? '')) return null;
    return {
      certainty: 'certain',
      because: present([
        patroni.archiverError,
        patroni.archiverError === null &&
          lastLineOf(postgresLog ?? [], /archive command failed|archive command was terminated/),
        lastLineOf(postgresLog ?? [], /The failed archive command was/),
        archiving !== null && archiving.waiting > 0 && `${archiving.waiting} segments wait to be archived.`,
      ]),
      fix: 'Its own words say why: the repository’s host, its disk, its rights, or the command itself. PostgreSQL tries again by itself.',
      commands: [
        { where: member, text: 'psql -c "show archive_command" -c "select * from pg_stat_archiver"' },
        {
          where: member,
          text: `ls ${dataWord(place)}/pg_wal/archive_status/*.ready | head`,
        },
      ],
    };
  },
};
