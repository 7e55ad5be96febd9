import { shellText } from '../../shell-text';
import { lastLineOf, type Pattern, present, sinceWell } from '../pattern';

const forked =
  /is not in this server's history|forked off current database system timeline|highest timeline \d+ of the primary is behind recovery timeline|requested timeline \d+ is not a child of this server's history/;

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
  match({ patroni, postgresLog, patroniLog, control, member }) {
    if (patroni.isLeader) return null;
    const said = lastLineOf(sinceWell(postgresLog), forked);
    const own = Number(control?.["Latest checkpoint's TimeLineID"] ?? Number.NaN);
    const isAhead = patroni.leaderTimeline !== null && own > patroni.leaderTimeline;
    if (said === null && !isAhead) return null;
    return {
      certainty: said === null ? 'likely' : 'certain',
      because: present([
        said,
        isAhead && `Its data is on timeline ${own}, the leader’s on ${patroni.leaderTimeline}.`,
        lastLineOf((patroniLog ?? []).slice(-100), /rewind/i),
      ]),
      fix: 'Save what was written there alone, if anybody needs it. Then let Patroni rewind it (use_pg_rewind with wal_log_hints or checksums), or reinitialize it.',
      commands: [
        { where: member, text: 'patronictl edit-config -s postgresql.use_pg_rewind=true CLUSTER' },
        { where: member, text: shellText(['patronictl', 'reinit', 'CLUSTER', member]) },
      ],
    };
  },
};
