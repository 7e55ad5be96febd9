import type { DrillInput, DrillReport } from '@/lib/contract/drills';
import { psqlText } from '@/lib/domain/by-hand';
import { accountOf } from '@/lib/domain/drills/side-tally';
import { formatDurationMs } from '@/lib/domain/format';
import { listed } from '@/lib/domain/preflight';
import { sqlIdentifier } from '@/lib/domain/sql-text';
import { errorText } from '@/lib/store/store-error';
import { commandsOn } from '../../host-access';
import type { OperationRun, StepContext, StepEnd } from '../../kind';
import { lookAtCluster } from '../../next-command';
import { operate } from './event';
import type { Tallies } from './load';
import { drillPorts, memoryOf, planOf, reportOf } from './memory';

const lookMs = 500;
const wholeWithinMs = 180_000;
const startAgainMs = 30_000;
const commandMs = 60_000;
const askMs = 20_000;
const cleanWithinMs = 120_000;

/** Starts whoever the drill stopped and still is, and waits until everybody serves who did before. */
export async function bringBack(context: StepContext): Promise<StepEnd> {
  const { port, clock, signal } = context;
  const { stops, served } = planOf(context);
  const untilMs = clock.nowMs() + wholeWithinMs;
  const askedMs = new Map<string, number>();
  let word = '';
  while (!signal.aborted && clock.nowMs() < untilMs) {
    const snapshot = await port.refresh();
    const away = served.filter((name) => {
      const member = snapshot.members.find((one) => one.name === name);
      return member?.condition !== 'serving' || member.patroni.status !== 'fresh';
    });
    if (away.length === 0 && snapshot.leader !== null && snapshot.operation === null) {
      return { end: 'done', message: `${listed(served)} serve; ${snapshot.leader} leads.` };
    }
    const stopped = away.find((name) => {
      const member = snapshot.members.find((one) => one.name === name);
      const isSilent = member === undefined || member.patroni.status === 'unreachable';
      return stops.includes(name) && isSilent && clock.nowMs() - (askedMs.get(name) ?? 0) > startAgainMs;
    });
    if (stopped !== undefined && snapshot.operation === null) {
      askedMs.set(stopped, clock.nowMs());
      const isKnown = snapshot.members.some(({ name }) => name === stopped);
      await (isKnown ? start(context, stopped) : startForgotten(context, stopped));
    }
    const now =
      away.length === 0
        ? 'Nobody leads yet'
        : `${listed(away)} ${away.length === 1 ? 'is' : 'are'} not back yet`;
    if (now !== word) context.progress(null, now);
    word = now;
    await clock.sleep(lookMs, signal);
  }
  const message = `${word} after ${formatDurationMs(wholeWithinMs)}.`;
  return { end: 'open', message, needsPerson: lookAtCluster(port, message) };
}

async function start(context: StepContext, member: string): Promise<void> {
  try {
    await operate(
      context,
      { operation: () => {}, happened: (_, text) => context.log(text) },
      'start_member',
      {
        member,
      },
    );
  } catch (error) {
    // Another look says whether it came back all the same.
    context.log(errorText(error));
  }
}

/**
 * Patroni forgets a member that is down when its `ttl` is over. A Howdah that was started since does not know of it, and
 * no operation can name it; its host can still be told.
 */
async function startForgotten({ hosts, port, log }: StepContext, member: string): Promise<void> {
  const command = port.settings.hosts[member]?.patroniService.start;
  if (command === undefined) return;
  const answer = await commandsOn(hosts, member)(command, { timeoutMs: commandMs });
  const said = answer.ok ? answer.value.stderr.trim().slice(-300) : answer.reason;
  const isDone = answer.ok && answer.value.exitCode === 0;
  log(isDone ? `Patroni on ${member} was started.` : `Patroni on ${member} was not started: ${said}`);
}

/** Looks for every acknowledged row, where this process knows which they are. */
export async function account(
  context: StepContext,
  input: DrillInput,
  { writes }: Tallies,
): Promise<StepEnd> {
  if (writes === undefined && input.writers === 0) return { end: 'skipped', message: 'Nothing was written.' };
  if (writes === undefined) {
    // The process that counted them is gone: a report without the rows must not pass for a whole one.
    const failure =
      memoryOf(context).failure ??
      'Howdah was stopped after the load: which rows were acknowledged is not known any more.';
    context.note({ failure, interrupted: true });
    return { end: 'open', message: failure, needsPerson: null };
  }
  const { clock, signal } = context;
  const ports = drillPorts(context, input);
  const untilMs = clock.nowMs() + cleanWithinMs;
  for (;;) {
    const answer = await context.drillCalls.readRows(ports.writes, planOf(context).schema, askMs);
    if (answer.ok) {
      const counted = accountOf(writes, answer.value);
      await context.drills.keep({ ...(await reportOf(context, input)), account: counted });
      return {
        end: 'done',
        message: `${counted.acknowledged} acknowledged, ${counted.found} found, ${counted.lost.length} lost, ${counted.unacknowledged.length} there without having been acknowledged.`,
      };
    }
    if (signal.aborted || clock.nowMs() > untilMs) {
      return { end: 'open', message: `The rows could not be read: ${answer.reason}.`, needsPerson: null };
    }
    context.progress(null, answer.reason);
    await clock.sleep(lookMs, signal);
  }
}

/** Removes the schema; null when it is gone, otherwise why it is not. */
export async function removeSchema(context: StepContext, input: DrillInput): Promise<string | null> {
  const { clock, signal } = context;
  const { schema } = planOf(context);
  const ports = drillPorts(context, input);
  const untilMs = clock.nowMs() + cleanWithinMs;
  for (;;) {
    const answer = await context.drillCalls.dropSchema(ports.writes, schema, askMs);
    if (answer.ok) return null;
    if (signal.aborted || clock.nowMs() > untilMs)
      return `The schema ${schema} is still there: ${answer.reason}.`;
    context.progress(null, answer.reason);
    await clock.sleep(lookMs, signal);
  }
}

/** Removes the schema and closes the report with `outcome`. */
export async function close(
  context: StepContext,
  input: DrillInput,
  outcome: Exclude<DrillReport['outcome'], 'running'>,
): Promise<StepEnd> {
  const trouble = await removeSchema(context, input);
  // Howdah itself stops: the next one goes on here.
  if (context.isLeaving()) return { end: 'failed', message: 'stopped' };
  const { failure = null } = memoryOf(context);
  await context.drills.keep({
    ...(await reportOf(context, input)),
    outcome,
    endedAt: new Date(context.clock.nowMs()).toISOString(),
    cleaned: trouble === null,
    failure: failure ?? trouble,
  });
  if (trouble !== null) {
    const { probes, hosts } = drillPorts(context, input).writes;
    const { host, port } = hosts[0] ?? { host: null, port: null };
    const { user, database } = probes;
    const place = { program: 'psql', host, port, user, database };
    const command = psqlText(place, [
      `drop schema if exists ${sqlIdentifier(planOf(context).schema)} cascade`,
    ]);
    return { end: 'unknown', message: trouble, needsPerson: { message: trouble, host: null, command } };
  }
  if (failure !== null) return { end: 'failed', message: `${failure} Nothing of the drill is left.` };
  return { end: 'done', message: 'Nothing of the drill is left.' };
}

/** For a drill that a person stops: members back, rows counted, schema gone. */
export function putDrillBack(input: DrillInput, tallies: Tallies): NonNullable<OperationRun['putBack']> {
  return {
    id: 'put_back',
    title: 'Put everything back',
    async run(context) {
      const back = await bringBack(context);
      await account(context, input, tallies);
      const end = await close(context, input, 'cancelled');
      if (back.end !== 'open') return end.end === 'failed' ? { end: 'done', message: end.message } : end;
      return {
        end: 'unknown',
        message: back.message,
        needsPerson: back.needsPerson ?? lookAtCluster(context.port, back.message),
      };
    },
  };
}
