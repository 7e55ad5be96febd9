import type { RestoreInput } from '@/lib/contract/operations';
import { psqlText } from '@/lib/domain/by-hand';
import { isBlocked, listed } from '@/lib/domain/preflight';
import { standingOrder } from '@/lib/domain/restore/standing-order';
import { shellText } from '@/lib/domain/shell-text';
import { sqlLiteral } from '@/lib/domain/sql-text';
import { patroniLogCommand } from '@/lib/upstream/host/evidence/logs';
import { stopArguments } from '@/lib/upstream/host/postgres-instance';
import { psqlPlace } from '@/lib/upstream/host/psql';
import type { StepContext, StepDefinition, StepEnd } from '../../kind';
import { rememberAtLast } from '../../remember-at-last';
import { aimFrom, gather, planFrom } from './gather';
import { followJob } from './host-job';
import { memberOf, memoryOf, planOf, type RestoreMember } from './memory';
import { refuseForeignPatroni } from './restore-files';
import { hostOf, isSame, placeWords, standingOf } from './standing';
import {
  ask,
  everyOne,
  insist,
  isRunning,
  need,
  normalTarget,
  patronictl,
  patroniOf,
  stopPatroni,
  until,
} from './tools';
import { Trouble } from './trouble';

const archivedWithinMs = 180_000;
const stopSeconds = 600;

export function pauseStep(input: RestoreInput): StepDefinition {
  return { id: 'pause', run: (context) => pause(context, input) };
}

export const markStep: StepDefinition = { id: 'mark', run: mark };
export const stopPatroniStep: StepDefinition = { id: 'stop_patroni', run: stopEveryPatroni };
export const stopPostgresStep: StepDefinition = { id: 'stop_postgres', run: stopEveryPostgres };

async function pause(context: StepContext, input: RestoreInput): Promise<StepEnd> {
  if (memoryOf(context).plan === undefined) await prepare(context, input);
  const { members, leader } = planOf(context);
  const target = context.port.settings.patroni;
  const change = await context.patroni.patchPause(target, memberOf(context, leader).url, true, {
    timeoutMs: 20_000,
    member: leader,
  });
  if (change.outcome === 'refused')
    throw new Trouble(
      `Patroni was not paused: ${change.text}.`,
      leader,
      patronictl(context, leader, 'pause', ['--wait']),
    );
  let late: readonly RestoreMember[] = members;
  const paused = await until(context, { everyMs: 300, withinMs: 90_000 }, async () => {
    const answers = await Promise.all(members.map((member) => patroniOf(context, member)));
    const waiting = members.filter((_, index) => {
      const answer = answers[index];
      return answer?.ok !== true || !answer.value.paused;
    });
    late = waiting;
    context.progress(
      null,
      waiting.length === 0 ? 'paused' : `${listed(waiting.map(({ name }) => name))} not yet`,
    );
    return waiting.length === 0 ? true : null;
  });
  if (paused === null) {
    const [first] = late;
    throw new Trouble(
      `${listed(late.map(({ name }) => name))} ${late.length === 1 ? 'does' : 'do'} not say that the cluster is paused: Patroni’s log there says why.`,
      first?.name ?? null,
      shellText(patroniLogCommand(context.port.settings.hosts[first?.name ?? '']?.patroniLog ?? null)),
    );
  }
  return { end: 'done', message: `All ${members.length} members say that they are paused.` };
}

/** Everything that the steps need is found out and written before anything is changed. */
async function prepare(context: StepContext, input: RestoreInput): Promise<void> {
  const { port, hosts, clock } = context;
  const parts = { snapshot: port.snapshot(), port, hosts, nowMs: clock.nowMs() };
  const gathered = await gather(input, parts, 0);
  const plan = planFrom(gathered, parts);
  const aim = aimFrom(input, gathered.facts.answer);
  if (plan === null || aim === null || isBlocked(gathered.facts.answer.checks)) {
    throw new Trouble('the cluster is not any more as it was when this was planned');
  }
  if (port.snapshot().repository.backupRunning)
    throw new Trouble(
      'a backup has begun since this was planned, and would fail. Wait for its end, or stop it',
    );
  await context.remember({ sentAtMs: clock.nowMs(), plan: { ...plan, onto: input.member }, aim });
}

async function mark(context: StepContext): Promise<StepEnd> {
  const { leader } = planOf(context);
  const member = memberOf(context, leader);
  if (memoryOf(context).markedWal === undefined) {
    const name = `howdah_before_restore_${context.id.slice(0, 8)}`;
    // The transaction: a target in time is only recognised by a commit after it, and an idle cluster has none.
    const sql = `select pg_create_restore_point(${sqlLiteral(name)});\nselect txid_current();\nselect pg_walfile_name(pg_current_wal_lsn());\nselect pg_switch_wal();\n`;
    const rows = need(
      await ask(context, member, normalTarget(context, member), sql),
      `${leader} took no restore point`,
      leader,
    );
    const markedWal = rows.flat().find((text) => /^[0-9A-F]{24}$/.test(text));
    if (markedWal === undefined) throw new Trouble(`${leader} did not name its WAL segment.`, leader);
    const restorePointLsn = rows.flat().find((text) => /^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/.test(text)) ?? null;
    const restorePointAt = new Date(context.clock.nowMs()).toISOString();
    await rememberAtLast(context, { restorePoint: name, restorePointLsn, restorePointAt, markedWal });
  }
  const { markedWal = '', restorePoint } = memoryOf(context);
  const archived = await until(context, { everyMs: 500, withinMs: archivedWithinMs }, async () => {
    const sql = 'select last_archived_wal from pg_stat_archiver';
    const rows = need(
      await insist(context, () => ask(context, member, normalTarget(context, member), sql)),
      `${leader} could not be asked`,
      leader,
    );
    const last = rows[0]?.[0] ?? '';
    context.progress(
      null,
      `${markedWal} is being archived; the last one was ${last === '' ? 'none yet' : last}`,
    );
    return last.slice(0, 24) >= markedWal ? last : null;
  });
  if (archived === null) {
    throw new Trouble(
      `${markedWal} was not archived within ${archivedWithinMs / 60_000} minutes: the way back would have a gap.`,
      leader,
      psqlText(psqlPlace(normalTarget(context, member)), ['select * from pg_stat_archiver']),
    );
  }
  return { end: 'done', message: `${restorePoint} stands, and is archived with ${markedWal}.` };
}

async function stopEveryPatroni(context: StepContext): Promise<StepEnd> {
  const { members } = planOf(context);
  await everyOne(members, (member) => stopPatroni(context, member));
  return { end: 'done', message: `Patroni is stopped on ${listed(members.map(({ name }) => name))}.` };
}

async function stopEveryPostgres(context: StepContext): Promise<StepEnd> {
  const { members, leader } = planOf(context);
  const first = memberOf(context, leader);
  // After a gate: Patroni that somebody has started meanwhile would start PostgreSQL again.
  await everyOne(members, (member) => refuseForeignPatroni(context, member));
  if (memoryOf(context).stoppedAtMs === undefined)
    await rememberAtLast(context, { stoppedAtMs: context.clock.nowMs() });
  await stopPostgres(context, first);
  const { control, waiting } = await stoppedState(context, first);
  if (waiting > 0) {
    throw new Trouble(
      `PostgreSQL on ${leader} is stopped, and ${waiting} WAL segments are not archived (*.ready): the way back would end before them. Push them with pgBackRest’s archive-push, or put the cluster back.`,
      leader,
      shellText(['ls', `${first.dataDirectory}/pg_wal/archive_status`]),
    );
  }
  const others = members.filter(({ name }) => name !== leader);
  await everyOne(others, (member) => stopPostgres(context, member));
  const states = await Promise.all(
    others.map(async (member) => ({ name: member.name, ...(await stoppedState(context, member)) })),
  );
  const end = standingOf(control);
  const further = states.find((state) => standingOrder(standingOf(state.control), end) > 0);
  if (further !== undefined) {
    throw new Trouble(
      `${further.name} was stopped at ${placeWords(standingOf(further.control))}, further than ${leader} at ${placeWords(end)}: it has led since the restore was planned. Put the cluster back, and begin another restore if it is still wanted.`,
      further.name,
      null,
      { isPastRetry: true },
    );
  }
  const complete = states.filter((state) => isSame(standingOf(state.control), end)).map(({ name }) => name);
  const stoppedAs = Object.fromEntries([
    [leader, end],
    ...states.map((state) => [state.name, standingOf(state.control)]),
  ]);
  await rememberAtLast(context, { complete, stoppedAs, limits: limitsOf(control) });
  const behind = states.filter(({ name }) => !complete.includes(name)).map(({ name }) => name);
  const rest = behind.length === 0 ? '' : ` ${listed(behind)} had not received all of it.`;
  return {
    end: 'done',
    message: `Stopped at ${end.checkpoint ?? 'an unknown position'}, everything archived.${rest}`,
  };
}

export async function stopPostgres(context: StepContext, member: RestoreMember): Promise<void> {
  if (!(await isRunning(context, member))) return;
  context.log(`PostgreSQL on ${member.name} is stopped`);
  const argv = stopArguments(member, 'fast', stopSeconds);
  const job = `${context.id}-stop-${member.name}-${context.clock.nowMs()}`;
  const end = await followJob(context, member.name, job, argv, () => {});
  if (end.exitCode !== 0 && (await isRunning(context, member))) {
    throw new Trouble(
      `PostgreSQL on ${member.name} did not stop: ${end.lastLine ?? 'without a word'}.`,
      member.name,
      shellText(argv),
    );
  }
}

async function stoppedState(context: StepContext, member: RestoreMember) {
  const answer = await insist(context, () => hostOf(context, member));
  const host = need(answer, `${member.name} could not be asked`, member.name);
  return { control: host.control, waiting: host.waitingSegments ?? 0 };
}

/** Recovery refuses to begin with less than what was set when the WAL was written. */
function limitsOf(control: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(limitNames).flatMap(([said, name]) => {
      const value = control[said];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const limitNames: Readonly<Record<string, string>> = {
  'max_connections setting': 'max_connections',
  'max_worker_processes setting': 'max_worker_processes',
  'max_wal_senders setting': 'max_wal_senders',
  'max_prepared_xacts setting': 'max_prepared_transactions',
  'max_locks_per_xact setting': 'max_locks_per_transaction',
};
