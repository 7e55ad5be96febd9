import { patronictlHere } from '../commands';
import { takesWrites, walStreams } from '../disproofs';
import { saidSinceWell } from '../log/postgres-log';
import { lastLineOf, type Pattern, present } from '../pattern';

export const diverged: Pattern = {
  id: 'diverged',
  title: 'Its history has left that of the leader',
  short: 'history diverged',
  meaning:
    'It has WAL that the leader never had: it was promoted, or wrote, apart from the cluster. It cannot follow before that is taken back, by pg_rewind or by a new copy. What was written there alone is lost with that. If it has archived meanwhile, its timeline stands in the repository too, and replicas that recover from there follow it.',
  source: {
    title: 'PostgreSQL: pg_rewind',
    url: 'https://www.postgresql.org/docs/current/app-pgrewind.html',
  },
  ruledOutBy: [takesWrites, walStreams],
  match(evidence) {
    const { patroni, postgresLog, patroniLog, control, member } = evidence;
    const said = saidSinceWell(postgresLog, 'forked');
    const own = Number(control?.["Latest checkpoint's TimeLineID"] ?? Number.NaN);
    const isAhead = patroni.leaderTimeline !== null && own > patroni.leaderTimeline;
    if (said === null && !isAhead) return null;
    const isCertain = said?.isSure === true && (patroni.isStreaming === false || !patroni.isServing);
    return {
      certainty: isCertain ? 'certain' : 'likely',
      because: present([
        said?.line,
        isAhead && `Its data is on timeline ${own}, the leader’s on ${patroni.leaderTimeline}.`,
        lastLineOf((patroniLog ?? []).slice(-100), /rewind/i),
      ]),
      fix: 'Save what was written there alone, if anybody needs it. Then let Patroni rewind it (use_pg_rewind with wal_log_hints or checksums), or reinitialize it.',
      commands: [
        patronictlHere(evidence, 'edit-config', '-s', 'postgresql.use_pg_rewind=true'),
        patronictlHere(evidence, 'reinit', member),
      ],
    };
  },
};
