import { archivingWorks } from '../disproofs';
import type { MemberEvidence } from '../evidence';
import type { Pattern } from '../pattern';

/** pgBackRest's refusal of a segment, and which; null where it refuses none. */
export function refusedSegment({ patroni, postgresLog, archiving }: MemberEvidence) {
  // Where nobody may read pg_stat_archiver, its log tells.
  const line = postgresLog?.lines.findLast((each) => /ERROR: \[045\]/.test(each));
  const said = patroni.archiverError ?? line?.replace(/^.*?ERROR: /, '') ?? null;
  if (said === null || !/\[045\]/.test(said)) return null;
  const segment = /'([0-9A-F]{24})'/.exec(said)?.[1] ?? archiving?.first ?? null;
  const timeline = segment === null ? null : Number.parseInt(segment.slice(0, 8), 16);
  return { said, segment, isOfPresentTimeline: timeline !== null && timeline === patroni.timeline };
}

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
  ruledOutBy: [
    archivingWorks,
    {
      words: 'No segment waits there to be archived.',
      holds: ({ archiving }) => archiving?.waiting === 0,
    },
    {
      words: 'It does not lead: a replica archives nothing.',
      holds: ({ patroni }) => !patroni.isLeader,
    },
    {
      words:
        'The refused segment is of the timeline that it writes now: then another server archives to the same stanza.',
      holds: (evidence) => refusedSegment(evidence)?.isOfPresentTimeline === true,
    },
  ],
  match(evidence) {
    const { patroni, place, member } = evidence;
    const refused = refusedSegment(evidence);
    if (refused === null) return null;
    const { said, segment } = refused;
    const folder = `${place?.dataDirectory ?? '$PGDATA'}/pg_wal/archive_status`;
    return {
      certainty: patroni.archiverError === null ? 'likely' : 'certain',
      because: [said],
      fix: 'Make sure that the segment belongs to a timeline that was left, and that the repository has it. Then call it archived: PostgreSQL goes on with the next. Nothing is lost, because this copy is the cut-off one.',
      commands:
        segment === null
          ? []
          : [{ where: member, text: `mv ${folder}/${segment}.ready ${folder}/${segment}.done` }],
    };
  },
};
