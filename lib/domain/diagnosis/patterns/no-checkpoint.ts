import { patronictlHere } from '../commands';
import { isServing, postgresRuns } from '../disproofs';
import type { MemberEvidence } from '../evidence';
import { lastWords, saidBy, saidSinceWell, sinceWell } from '../log/postgres-log';
import { type Pattern, present } from '../pattern';

export const noCheckpoint: Pattern = {
  id: 'no-checkpoint',
  title: 'PostgreSQL finds no valid checkpoint to start from',
  short: 'no checkpoint',
  meaning:
    'pg_control names a checkpoint whose WAL is missing or damaged in pg_wal: a file was removed there, storage lost what had been flushed, the data folder was copied without its WAL, or the member wrote apart from the cluster and restore_command brings the leader’s segment of the same name. It cannot start with this data, and pg_resetwal would only hide that.',
  source: {
    title: 'PostgreSQL: WAL internals',
    url: 'https://www.postgresql.org/docs/current/wal-internals.html',
  },
  ruledOutBy: [isServing, postgresRuns],
  match(evidence) {
    const { postgresLog, control, patroni, member } = evidence;
    const said = saidSinceWell(postgresLog, 'noCheckpoint');
    const line = said?.line ?? endedAtCheckpoint(evidence);
    if (line === null) return null;
    const segment = control?.["Latest checkpoint's REDO WAL file"];
    return {
      certainty: said?.isSure === true ? 'certain' : 'likely',
      because: present([
        line,
        segment !== undefined && `pg_controldata names the segment ${segment}.`,
        lastWords(postgresLog?.entries.slice(-30) ?? [], /could not open file .*pg_wal/),
      ]),
      fix: patroni.isLeader
        ? 'Let another member take over, then reinitialize this one. Where there is none, restore the cluster from a backup. Never run pg_resetwal.'
        : 'Reinitialize it by force: Patroni goes on trying to start it, and refuses otherwise.',
      commands: patroni.isLeader
        ? [patronictlHere(evidence, 'failover')]
        : [patronictlHere(evidence, 'reinit', member, '--force')],
    };
  },
};

/** In any language: it ended by itself, over the position of the checkpoint that pg_control names. */
function endedAtCheckpoint({ postgresLog, control }: MemberEvidence): string | null {
  const position = control?.['Latest checkpoint location'];
  if (position === undefined) return null;
  const entry = sinceWell(postgresLog).findLast(
    ({ severity, id, message }) =>
      (severity === 'PANIC' || severity === 'FATAL') &&
      id === null &&
      message.split(/[^\w/]+/).includes(position),
  );
  return (entry === undefined ? null : saidBy(postgresLog, entry))?.line ?? null;
}
