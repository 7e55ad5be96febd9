import { shellText } from '../../shell-text';
import { dataWord, type Pattern } from '../pattern';

export const archiveOldSegment: Pattern = {
  id: 'archive-old-segment',
  title: 'A cut-off segment of the old timeline blocks archiving',
  short: 'archiving blocked',
  meaning:
    'After a crash failover the member that was promoted still has its own, cut-off copy of the last segment of the old timeline. The repository has the whole one, with other content, and pgBackRest rightly refuses to replace it ([045]), again and again; nothing after it is archived.',
  source: {
    title: 'pgBackRest: archive-push, error 45',
    url: 'https://pgbackrest.org/command.html#command-archive-push',
  },
  match({ patroni, archiving, postgresLog, place, member }) {
    const said = patroni.archiverError ?? lastPush(postgresLog);
    if (said === null || !/\[045\]/.test(said) || archiving?.waiting === 0) return null;
    const segment = /'([0-9A-F]{24})'/.exec(said)?.[1] ?? archiving?.first ?? null;
    const folder = `${dataWord(place)}/pg_wal/archive_status`;
    return {
      certainty: patroni.archiverError === null ? 'likely' : 'certain',
      because: [said],
      fix: 'Make sure that the segment belongs to a timeline that was left, and that the repository has it. Then call it archived: PostgreSQL goes on with the next. Nothing is lost, because this copy is the cut-off one.',
      commands:
        segment === null
          ? []
          : [
              {
                where: member,
                text: `mv ${folder}/${shellText([`${segment}.ready`])} ${folder}/${shellText([`${segment}.done`])}`,
              },
            ],
    };
  },
};

function lastPush(lines: readonly string[] | null): string | null {
  return lines?.findLast((line) => /ERROR: \[045\]/.test(line))?.replace(/^.*?ERROR: /, '') ?? null;
}
