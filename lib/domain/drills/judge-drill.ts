import type { DrillInput } from '@/lib/contract/drills';
import type { Check, PlanStep } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import {
  backupCheck,
  block,
  clusterChecks,
  isBlocked,
  type Judgement,
  listed,
  pass,
  warn,
} from '../preflight';

/** What the server behind a port said; `trouble`: why it said nothing, in words. */
export interface DrillRoomFacts {
  readonly target: string;
  readonly trouble: string | null;
  readonly freeConnections: number;
  readonly mayCreate: boolean;
}

/** What a drill is judged by, beside the snapshot. */
export interface DrillFacts {
  readonly isLab: boolean;
  /** Null where the drill does not use that port. */
  readonly writes: DrillRoomFacts;
  readonly reads: DrillRoomFacts | null;
  /** Whom it stops, in that order. */
  readonly stops: readonly string[];
  /** Whom it restarts, or whose PostgreSQL it stops. */
  readonly subject: string | null;
  /** What stands in the way of what happens in the middle, judged as that by itself. */
  readonly eventChecks: readonly Check[];
  readonly eventCommands: readonly string[];
}

export function drillTitle({ event, member }: Pick<DrillInput, 'event' | 'member'>): string {
  switch (event) {
    case 'nothing':
      return 'Drill: load alone';
    case 'switchover':
      return member === null ? 'Drill: switchover' : `Drill: switchover to ${member}`;
    case 'stop_replica':
      return member === null ? 'Drill: one replica stopped' : `Drill: ${member} stopped`;
    case 'stop_replicas':
      return 'Drill: every replica stopped';
    case 'stop_postgres':
      return 'Drill: PostgreSQL of the leader stopped';
    case 'restart':
      return member === null
        ? 'Drill: PostgreSQL of the leader restarted'
        : `Drill: PostgreSQL of ${member} restarted`;
  }
}

/** What happens in the middle, in one sentence. */
function eventWords({ event, member }: DrillInput, { stops, subject }: DrillFacts): string {
  switch (event) {
    case 'nothing':
      return 'Nothing happens in its middle: it measures what is normal.';
    case 'switchover':
      return `After a third of it the lead is handed to ${member ?? 'the replica that Patroni chooses'}: writes fail for seconds.`;
    case 'stop_replicas':
      return `After a third of it ${listed(stops)} ${stops.length === 1 ? 'is' : 'are'} stopped side by side, and started again once ${stops.length === 1 ? 'it has' : 'all have'} been down for a third of it.`;
    case 'stop_replica':
      return `After a third of it ${listed(stops)} ${stops.length === 1 ? 'is' : 'are'} stopped, and after two thirds started again.`;
    case 'stop_postgres':
      return `After a third of it the PostgreSQL of ${subject ?? 'the leader'} is stopped behind Patroni’s back: writes fail until Patroni has started it again, or another leads.`;
    case 'restart':
      return `After a third of it the PostgreSQL of ${subject ?? 'the leader'} is restarted by Patroni.`;
  }
}

/** Whether a drill may begin. Pure: `nowMs` is the moment that ages are judged by. */
export function judgeDrill(
  snapshot: Snapshot,
  input: DrillInput,
  facts: DrillFacts,
  nowMs: number,
): Judgement {
  const common = clusterChecks(snapshot, nowMs);
  const known = new Set(common.map(({ id }) => id));
  const checks = [
    ...common,
    pausedCheck(snapshot),
    facts.isLab
      ? pass('lab', 'This cluster is a lab', 'howdah.yaml says that nobody depends on it.')
      : warn(
          'lab',
          'Applications may depend on this cluster',
          `howdah.yaml does not call it a lab. ${feltBy(input)} Type the cluster’s name if that is what you want.`,
        ),
    portCheck('writes', facts.writes, input.writers),
    ...(facts.reads === null ? [] : [portCheck('reads', facts.reads, input.readers)]),
    createCheck(facts.writes),
    ...facts.eventChecks
      .filter(({ id, level }) => level !== 'pass' && !known.has(id) && id !== 'backup')
      .map((check) => ({ ...check, id: `event_${check.id}` })),
    returnCheck(input),
    backupCheck(snapshot),
  ].filter((check) => check !== null);
  const load = `${input.writers} writers (${input.writesPerSecond} a second) and ${input.readers} readers (${input.readsPerSecond} a second) for ${input.durationSeconds} s.`;
  return { effect: `${load} ${eventWords(input, facts)}`, checks, blocked: isBlocked(checks) };
}

function feltBy({ event }: DrillInput): string {
  if (event === 'nothing') return 'The load takes connections and disk from it.';
  if (event === 'stop_replica' || event === 'stop_replicas')
    return 'Their reads fail or move, and nobody may be left to take over.';
  return 'Their writes will fail, for seconds at least.';
}

/** From its start until a replica streams and a proxy sends reads to it again. */
const returnSeconds = 12;

function returnCheck({ event, durationSeconds }: DrillInput): Check | null {
  const left = Math.floor(durationSeconds / 3);
  if ((event !== 'stop_replica' && event !== 'stop_replicas') || left >= returnSeconds) return null;
  return warn(
    'time',
    'The load may end before the outage does',
    `${left} s are left once they are started again. From ${3 * returnSeconds} s on there is time to see them back.`,
  );
}

function pausedCheck({ paused }: Snapshot): Check | null {
  if (!paused) return null;
  return block(
    'paused',
    'The cluster is paused',
    'Somebody may be at work on it. Resume it first: patronictl resume.',
  );
}

function portCheck(purpose: 'writes' | 'reads', room: DrillRoomFacts, wanted: number): Check {
  const { target, trouble, freeConnections } = room;
  if (trouble !== null)
    return block(purpose, `The port for ${purpose} does not answer`, `${target}: ${trouble}`);
  // The search for the end of an outage uses more of them for a moment.
  if (freeConnections < wanted + 5) {
    return block(
      purpose,
      `Too few connections are free for ${purpose}`,
      `${freeConnections} are, and ${wanted} with 5 to spare are wanted. Use fewer, or raise max_connections.`,
    );
  }
  return pass(
    purpose,
    `The port for ${purpose} answers`,
    `${target}; ${freeConnections} connections are free.`,
  );
}

function createCheck({ trouble, mayCreate }: DrillRoomFacts): Check | null {
  if (trouble !== null) return null;
  if (mayCreate) return pass('schema', 'A schema of its own can be made', 'It is removed at the end.');
  return block(
    'schema',
    'No schema can be made',
    'Allow it: GRANT CREATE ON DATABASE … TO the user of `probes`.',
  );
}

/** What will be done, in order. The ids are those of the running operation's steps. */
export function drillSteps(input: DrillInput, facts: DrillFacts, schema: string): PlanStep[] {
  const { writes, reads } = facts;
  return [
    {
      id: 'preflight',
      title: 'Check again',
      detail: 'Everything above is asked anew; what blocks now stops it before anything changed.',
      command: null,
    },
    {
      id: 'prepare',
      title: 'Make a schema of its own',
      detail: `Through ${writes.target}.`,
      command: `create schema ${schema}; create table ${schema}.rows (writer integer, number integer, primary key (writer, number));`,
    },
    {
      id: 'load',
      title: 'Load',
      detail: [
        `Writes through ${writes.target}${reads === null ? '' : `, reads through ${reads.target}`}, for ${input.durationSeconds} s.`,
        eventWords(input, facts),
      ].join(' '),
      command: facts.eventCommands.length === 0 ? null : facts.eventCommands.join('\n'),
    },
    {
      id: 'return',
      title: 'See that the cluster is whole',
      detail: 'Whoever was stopped is started again, and everybody who served before serves.',
      command: null,
    },
    {
      id: 'account',
      title: 'Look for every acknowledged row',
      detail: 'What was acknowledged and is gone is named, and what is there unacknowledged.',
      command: `select writer, number from ${schema}.rows;`,
    },
    {
      id: 'clean',
      title: 'Remove its schema',
      detail: 'Also when the drill is stopped or fails, or Howdah is killed in its middle.',
      command: `drop schema if exists ${schema} cascade;`,
    },
  ];
}
