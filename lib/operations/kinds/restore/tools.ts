import { shellText } from '@/lib/domain/shell-text';
import type { Answer } from '@/lib/upstream/answer';
import { checked, instanceRuns, privateFolder } from '@/lib/upstream/host/postgres-instance';
import { askPsql, type PsqlTarget } from '@/lib/upstream/host/psql';
import type { PatroniMember } from '@/lib/upstream/patroni/types';
import { commandsOn, type RunCommand } from '../../host-access';
import type { StepContext } from '../../kind';
import { patronictlOn } from '../../next-command';
import { planOf, type RestoreMember } from './memory';
import { Trouble } from './trouble';

/** So long an answer that was lost is asked for again. */
const insistMs = 15_000;
/** So long Patroni may take to end after its service was stopped. */
const stoppingMs = 20_000;

/** A `patronictl` line for a person on that host. */
export const patronictl = (
  { port }: StepContext,
  host: string,
  command: string,
  words: readonly string[] = [],
): string => patronictlOn(port, host, command, words).command;

export const on = (context: StepContext, host: string): RunCommand => commandsOn(context.hosts, host);

/** The value, or the trouble that there is none. */
export function need<Value>(answer: Answer<Value>, what: string, host: string | null = null): Value {
  if (answer.ok) return answer.value;
  throw new Trouble(`${what}: ${answer.reason}.`, host);
}

/**
 * Asks again when the answer is lost on its way: that is no reason to wake a person in the middle of a restore.
 * Only for what may be done twice. A command that ran and failed has answered.
 */
export async function insist<Value>(
  { clock, signal }: StepContext,
  question: () => Promise<Answer<Value>>,
): Promise<Answer<Value>> {
  const untilMs = clock.nowMs() + insistMs;
  for (;;) {
    const answer = await question();
    if (answer.ok || answer.kind === 'command_failed' || clock.nowMs() >= untilMs) return answer;
    if (signal.aborted) return answer;
    await clock.sleep(1_000, signal);
  }
}

/** The instance that is looked at: its own socket, which nobody else reaches. */
export function privateTarget(
  context: StepContext,
  member: RestoreMember,
  database = 'postgres',
): PsqlTarget {
  return {
    binDirectory: member.binDirectory,
    socketDirectory: privateFolder(context.id).path,
    port: member.port,
    user: planOf(context).superuser,
    database,
  };
}

/** The member's PostgreSQL as Patroni runs it. */
export function normalTarget(context: StepContext, member: RestoreMember): PsqlTarget {
  return { ...privateTarget(context, member), socketDirectory: member.socketDirectory };
}

export async function ask(
  context: StepContext,
  member: RestoreMember,
  target: PsqlTarget,
  sql: string,
  timeoutMs = 15_000,
): Promise<Answer<string[][]>> {
  return askPsql(on(context, member.name), target, sql, { timeoutMs });
}

export function patroniOf(
  context: StepContext,
  member: RestoreMember,
  timeoutMs = 3_000,
): Promise<Answer<PatroniMember>> {
  return context.patroni.readMember(context.port.settings.patroni, member.url, {
    timeoutMs,
    signal: context.signal,
    member: member.name,
  });
}

/**
 * Stops Patroni on a host, and looks until nothing answers there any more: where an earlier Howdah has asked for it
 * already, a service manager may say at once that there is nothing to stop while it is still stopping.
 */
export async function stopPatroni(context: StepContext, member: RestoreMember): Promise<void> {
  const stopped = await checked(on(context, member.name), member.stop, 120_000);
  const untilMs = context.clock.nowMs() + stoppingMs;
  let answer = await patroniOf(context, member);
  while (answer.ok || answer.kind !== 'refused') {
    if (context.clock.nowMs() >= untilMs) break;
    stopIfAsked(context);
    await context.clock.sleep(500, context.signal);
    answer = await patroniOf(context, member);
  }
  if (!answer.ok && answer.kind === 'refused') return;
  const why = stopped.ok ? (answer.ok ? 'it still answers' : answer.reason) : stopped.reason;
  throw new Trouble(
    `Patroni on ${member.name} was not stopped: ${why}.`,
    member.name,
    shellText([...member.stop]),
  );
}

/** Starts Patroni on a host and waits until it answers. Can be repeated. */
export async function startPatroni(context: StepContext, member: RestoreMember): Promise<void> {
  if ((await patroniOf(context, member)).ok) return;
  const started = await checked(on(context, member.name), member.start, 120_000);
  const untilMs = context.clock.nowMs() + 60_000;
  for (;;) {
    const answer = await patroniOf(context, member);
    if (answer.ok) return;
    if (context.clock.nowMs() > untilMs) {
      const why = started.ok ? answer.reason : started.reason;
      throw new Trouble(
        `Patroni on ${member.name} did not start: ${why}.`,
        member.name,
        shellText([...member.start]),
      );
    }
    stopIfAsked(context);
    await context.clock.sleep(250, context.signal);
  }
}

/** Asks Patroni, once, to have a member lead where nobody does: what it must not do by itself, a person has accepted. */
export async function haveItLead(context: StepContext, member: RestoreMember, why: string): Promise<void> {
  context.log(`${why}: Patroni is asked to fail over to ${member.name}`);
  const { patroni, port } = context;
  const call = { timeoutMs: 60_000, member: member.name };
  const { text } = await patroni.postFailover(
    port.settings.patroni,
    member.url,
    { candidate: member.name },
    call,
  );
  context.log(`${member.name} says: ${text}`);
}

/** Has Patroni make a member anew. It may be busy with the member for a while and say no: it is asked again. */
export async function copyAnew(context: StepContext, member: RestoreMember): Promise<void> {
  let said = '';
  const asked = await until(context, { everyMs: 3_000, withinMs: 60_000 }, async () => {
    const { outcome, text } = await context.patroni.postReinitialize(
      context.port.settings.patroni,
      member.url,
      { force: true },
      { timeoutMs: 30_000, member: member.name },
    );
    if (text !== said) context.log(`${member.name} is to be copied anew; it says: ${text}`);
    said = text;
    return outcome === 'refused' ? null : outcome;
  });
  if (asked === null)
    throw new Trouble(
      `${member.name} is not copied anew: ${said}`,
      member.name,
      patronictl(context, member.name, 'reinit', [member.name, '--force']),
    );
}

/** Does it for each side by side and waits for all of them: what still runs must not meet what comes after a failure. */
export async function everyOne<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const ends = await Promise.allSettled(items.map(work));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

export async function isRunning(context: StepContext, member: RestoreMember): Promise<boolean> {
  return need(
    await insist(context, () => instanceRuns(on(context, member.name), member)),
    `${member.name} could not be asked`,
    member.name,
  );
}

export function stopIfAsked({ signal }: StepContext): void {
  if (signal.aborted) throw new Error('stopped');
}

/** Looks every `everyMs` until there is something, or `withinMs` have passed: then null. */
export async function until<Value>(
  context: StepContext,
  times: { readonly everyMs: number; readonly withinMs: number },
  look: () => Promise<Value | null>,
): Promise<Value | null> {
  const untilMs = context.clock.nowMs() + times.withinMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (context.clock.nowMs() >= untilMs) return null;
    stopIfAsked(context);
    await context.clock.sleep(times.everyMs, context.signal);
  }
}
