import { parseLsn } from '../../lsn';
import { patronictlHere } from '../commands';
import { postgresIsDown, takesWrites, walStreams } from '../disproofs';
import { type PostgresLog, type Said, saidBy, saidSinceWell } from '../log/postgres-log';
import { type Pattern, present } from '../pattern';

export const walDoesNotFit: Pattern = {
  id: 'wal-does-not-fit',
  title: 'Its WAL does not go on where the leader’s does',
  short: 'WAL does not fit',
  meaning:
    'On the same timeline it holds WAL that its upstream never wrote, or its copy is damaged: what is sent to it does not go on from its last record. It wrote apart from the cluster without being promoted, or storage on one side lost what had been flushed. pg_rewind does not help: it finds both on the same timeline.',
  source: {
    title: 'PostgreSQL: reliability and the write-ahead log',
    url: 'https://www.postgresql.org/docs/current/wal-reliability.html',
  },
  ruledOutBy: [
    takesWrites,
    walStreams,
    postgresIsDown,
    {
      words: 'Its log tells of another timeline, or of no checkpoint to start from.',
      holds: ({ postgresLog }) => saidSinceWell(postgresLog, 'forked', 'noCheckpoint') !== null,
    },
    {
      words: 'The record at which it stopped was replayed since: pg_controldata shows a later position.',
      holds: ({ postgresLog, control }) => {
        const at = furthestIn(brokenAgain(postgresLog)?.line ?? '');
        const ending = furthestIn(control?.['Minimum recovery ending location'] ?? '');
        return at !== null && ending !== null && ending > at;
      },
    },
  ],
  match(evidence) {
    const { patroni, postgresLog, member } = evidence;
    const said = brokenAgain(postgresLog) ?? saidSinceWell(postgresLog, 'ahead');
    if (said === null) return null;
    const isCertain = said.isSure && patroni.isStreaming === false;
    return {
      certainty: isCertain ? 'certain' : 'likely',
      because: present([
        said.line,
        said.entry.id === 'brokenRecord' && 'It came back to the same record again and again.',
      ]),
      fix: 'Save what was written there alone, if anybody needs it, then reinitialize the member.',
      commands: [patronictlHere(evidence, 'reinit', member)],
    };
  },
};

/**
 * The last record that could not be read, where that was told more than once. The end of the local WAL looks the same,
 * and PostgreSQL tells of that once (xlogrecovery.c, `emode_for_corrupt_record`).
 */
function brokenAgain(log: PostgresLog | null): Said | null {
  const entries = (log?.entries ?? []).filter(({ id }) => id === 'brokenRecord');
  const last = entries.at(-1);
  if (last === undefined || !entries.slice(0, -1).some(({ message }) => message === last.message))
    return null;
  // Streams begin again and again here: none of them tells that it was overcome, the time does.
  return saidBy(log, last);
}

/** The furthest position of a text, in bytes: languages differ in the order of several. */
function furthestIn(text: string): bigint | null {
  const found = text.match(/(?<![\w/])[0-9A-F]{1,8}\/[0-9A-F]{1,8}(?![\w/])/g) ?? [];
  return found
    .map(parseLsn)
    .reduce<bigint | null>((last, one) => (last !== null && last > one ? last : one), null);
}
