import { shellText } from '../../shell-text';
import { lastLineOf, type Pattern, present, sinceWell } from '../pattern';

const removed =
  /requested WAL segment [0-9A-F]+ has already been removed|can no longer get changes from replication slot|can no longer access replication slot/;

export const walGone: Pattern = {
  id: 'wal-gone',
  title: 'The WAL that it needs is gone',
  short: 'WAL gone',
  meaning:
    'It was away for longer than the leader keeps WAL (wal_keep_size, its slot up to max_slot_wal_keep_size), and the archive did not give the missing segments either. It cannot catch up; it has to be copied anew.',
  source: {
    title: 'PostgreSQL: streaming replication, replication slots',
    url: 'https://www.postgresql.org/docs/current/warm-standby.html',
  },
  match({ patroni, postgresLog, member }) {
    if (patroni.isLeader) return null;
    const said = lastLineOf(sinceWell(postgresLog), removed);
    const isLost = patroni.slot?.walStatus === 'lost';
    if (said === null && !isLost) return null;
    return {
      certainty: said === null ? 'likely' : 'certain',
      because: present([
        said,
        // Of archive-get, which restore_command calls.
        lastLineOf((postgresLog ?? []).slice(-20), /^ERROR: \[\d+\]/),
        isLost && `Its slot ${patroni.slot?.name} on ${patroni.leader} is lost.`,
      ]),
      fix: 'See whether the archive has the segment and restore_command works on this host: then it catches up by itself. Otherwise reinitialize it; the cluster goes on meanwhile.',
      commands: [{ where: member, text: shellText(['patronictl', 'reinit', 'CLUSTER', member]) }],
    };
  },
};
