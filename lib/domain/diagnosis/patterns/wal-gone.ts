import { patronictlHere } from '../commands';
import { postgresIsDown, takesWrites, walStreams } from '../disproofs';
import { saidSinceWell } from '../log/postgres-log';
import { lastLineOf, type Pattern, present } from '../pattern';

export const walGone: Pattern = {
  id: 'wal-gone',
  title: 'The WAL that it needs is gone',
  short: 'WAL gone',
  meaning:
    'It was away for longer than its upstream keeps WAL (wal_keep_size, its slot up to max_slot_wal_keep_size), and the archive did not give the missing segments either. It cannot catch up; it has to be reinitialized.',
  source: {
    title: 'PostgreSQL: streaming replication, replication slots',
    url: 'https://www.postgresql.org/docs/current/warm-standby.html',
  },
  ruledOutBy: [takesWrites, walStreams, postgresIsDown],
  match(evidence) {
    const { patroni, postgresLog, member } = evidence;
    const said = saidSinceWell(postgresLog, 'walRemoved');
    const isLost = patroni.slot?.walStatus === 'lost';
    if (said === null && !isLost) return null;
    const isCertain = said?.isSure === true && patroni.isStreaming === false;
    return {
      certainty: isCertain ? 'certain' : 'likely',
      because: present([
        said?.line,
        // Of archive-get, which restore_command calls.
        lastLineOf((postgresLog?.lines ?? []).slice(-20), /^ERROR: \[\d+\]/),
        isLost && `Its slot ${patroni.slot?.name} on ${patroni.upstream?.name} is lost.`,
      ]),
      fix: 'See whether the archive has the segment and restore_command works on this host: then it catches up by itself. Otherwise reinitialize it; the cluster goes on meanwhile.',
      commands: [patronictlHere(evidence, 'reinit', member)],
    };
  },
};
