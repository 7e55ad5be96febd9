import { listed } from '@/lib/domain/preflight';
import { copyingState } from '@/lib/domain/reinitialize';
import { rewindRefusal } from '@/lib/domain/restore/rewind-refusal';
import { leads } from '@/lib/domain/roles';
import { shellText } from '@/lib/domain/shell-text';
import { patroniLogCommand, readPatroniLog } from '@/lib/upstream/host/evidence/logs';
import type { StepContext } from '../../kind';
import { rememberAtLast } from '../../remember-at-last';
import { follows } from '../whole';
import { refuseOtherData } from './descent';
import { memoryOf, planOf, type RestoreMember } from './memory';
import { copyAnew, everyOne, on, patroniOf, startPatroni, until } from './tools';
import { Trouble } from './trouble';
import { leaderNow } from './who-leads';

/** So long a member that does not follow yet is left to Patroni: it rewinds, and starts PostgreSQL. */
const patienceMs = 90_000;
/** A leader that falls silent again and again does not keep a person from being called. */
const mostBeginnings = 4;
/** So long a member that is reinitialized may stand still without copying. */
const stillMs = 600_000;
const lookMs = 500;

export interface FollowRules {
  /** Members whose data the plan has given up already: it was restored over. */
  readonly mayCopy: (name: string) => boolean;
  /** Runs before any member is reinitialized. */
  readonly beforeCopy: () => Promise<void>;
}

/** Starts Patroni on members, after noting where each one's log ends: what pg_rewind says comes after that. */
export async function startFollowers(context: StepContext, members: readonly RestoreMember[]): Promise<void> {
  const known = memoryOf(context).logFrom ?? {};
  const ends = await Promise.all(
    members.map(async ({ name }): Promise<[string, string][]> => {
      if (known[name] !== undefined) return [];
      const log = await logOf(context, name, undefined, 1);
      return log === null ? [] : [[name, log.next]];
    }),
  );
  await rememberAtLast(context, { logFrom: { ...known, ...Object.fromEntries(ends.flat()) } });
  await everyOne(members, (member) => startPatroni(context, member));
}

/**
 * Waits until all follow whoever leads: the lead may move meanwhile. One is reinitialized only where its data was given up by the plan, where pg_rewind refused
 * it in its own words, or where a person chose it: that one does not follow yet is no reason to throw data away.
 * Throws `Trouble` for the rest, with how each one stands. Resolves with who leads by then, and was reinitialized.
 */
export async function bringToFollow(
  context: StepContext,
  expected: RestoreMember,
  rules: FollowRules,
): Promise<{ readonly leader: RestoreMember; readonly reinitialized: readonly string[] }> {
  const { members } = planOf(context);
  let { leader, late, isKnown } = await untilFollowing(context, expected, members, patienceMs);
  const { reinitialized = [], copyWanted = [] } = memoryOf(context);
  const refused = new Map<string, string>();
  for (const { name } of late) {
    const why = reinitialized.includes(name) ? null : await whyRefused(context, name);
    if (why !== null) refused.set(name, why);
  }
  const toCopy = late.filter(
    ({ name }) =>
      // Beside a leader that does not answer nobody is known to be late.
      isKnown &&
      (copyWanted.includes(name) ||
        (!reinitialized.includes(name) && (refused.has(name) || rules.mayCopy(name)))),
  );
  if (toCopy.length > 0) {
    for (const { name } of toCopy) {
      const why =
        refused.get(name) ?? (copyWanted.includes(name) ? 'a person chose it' : 'its data was restored over');
      context.log(`${name} is reinitialized: ${why}`);
    }
    await rules.beforeCopy();
    const names = toCopy.map(({ name }) => name);
    await rememberAtLast(context, {
      reinitialized: [...new Set([...reinitialized, ...names])],
      copyWanted: [],
    });
    for (const member of toCopy) await copyAnew(context, member);
    await untilCopied(context, leader, toCopy);
    ({ leader, late, isKnown } = await untilFollowing(context, leader, members, patienceMs));
  }
  if (late.length > 0) throw await trouble(context, leader, late);
  await untilAtRest(context, leader);
  return { leader, reinitialized: memoryOf(context).reinitialized ?? [] };
}

async function trouble(
  context: StepContext,
  leader: RestoreMember,
  late: readonly RestoreMember[],
): Promise<Trouble> {
  const names = late.map(({ name }) => name);
  const words = await Promise.all(
    late.map(async (member) => `${member.name}: ${await stateOf(context, member)}`),
  );
  const [first = null] = names;
  const verb = names.length === 1 ? 'does' : 'do';
  return new Trouble(
    `${listed(names)} ${verb} not follow ${leader.name} (${words.join('; ')}). Nothing says that pg_rewind refused: look at Patroni’s log there. Howdah reinitializes a member only when you choose it.`,
    first,
    shellText(patroniLogCommand(context.port.settings.hosts[first ?? '']?.patroniLog ?? null)),
    { copy: names },
  );
}

async function stateOf(context: StepContext, member: RestoreMember): Promise<string> {
  const own = await patroniOf(context, member);
  if (!own.ok) return own.reason;
  return own.value.replicationState ?? own.value.state;
}

interface Following {
  readonly leader: RestoreMember;
  readonly late: readonly RestoreMember[];
  /** False while the leader itself does not answer: then all are late, and none is known to be. */
  readonly isKnown: boolean;
}

/**
 * Those that do not stream on the leader's timeline, itself or through another replica, once each of them has not for
 * `withinMs`. It begins anew with each answer that the leader misses: when it restarts, everybody stops streaming.
 */
async function untilFollowing(
  context: StepContext,
  expected: RestoreMember,
  members: readonly RestoreMember[],
  withinMs: number,
): Promise<Following> {
  const { clock } = context;
  const lateSinceMs = new Map<string, number>();
  let leader = expected;
  let late = members;
  let isKnown = false;
  await until(context, { everyMs: lookMs, withinMs: withinMs * mostBeginnings }, async () => {
    let leading = await patroniOf(context, leader);
    if (!leading.ok || !leads(leading.value.role)) {
      const other = await leaderNow(context);
      if (other !== null && other.name !== leader.name) {
        if (memoryOf(context).final === true) await refuseOtherData(context);
        context.log(`${other.name} leads now`);
        leader = other;
        leading = await patroniOf(context, leader);
      }
    }
    const others = members.filter(({ name }) => name !== leader.name);
    const answers = await Promise.all(others.map((member) => patroniOf(context, member)));
    late = others.filter((member, index) => {
      const own = answers[index];
      return own?.ok !== true || !leading.ok || !follows(member.name, own.value, leading.value);
    });
    isKnown = leading.ok;
    for (const { name } of members) {
      const isLate = isKnown && late.some((one) => one.name === name);
      if (!isLate) lateSinceMs.delete(name);
      else if (!lateSinceMs.has(name)) lateSinceMs.set(name, clock.steadyMs());
    }
    const words = late.map((member) => {
      const own = answers[others.indexOf(member)];
      return `${member.name}: ${own?.ok === true ? (own.value.replicationState ?? own.value.state) : 'no answer'}`;
    });
    context.progress(null, late.length === 0 ? 'all stream' : words.join(', '));
    const isOver = (name: string) =>
      clock.steadyMs() - (lateSinceMs.get(name) ?? clock.steadyMs()) >= withinMs;
    return late.length === 0 || (isKnown && late.every(({ name }) => isOver(name))) ? true : null;
  });
  return { leader, late, isKnown };
}

/**
 * A round of Patroni after they follow it may restart standbys, such as to copy logical slots: what comes next, such as
 * a backup from one of them, would meet that. Nobody is called for it: they follow.
 */
async function untilAtRest(context: StepContext, leader: RestoreMember): Promise<void> {
  const { members } = planOf(context);
  const restMs = (context.port.snapshot().loopWaitSeconds ?? 10) * 1000 + 2_000;
  const others = members.filter(({ name }) => name !== leader.name);
  let seen = '';
  let quietAtMs = context.clock.steadyMs();
  await until(context, { everyMs: 2 * lookMs, withinMs: 4 * restMs }, async () => {
    const answers = await Promise.all(others.map((member) => patroniOf(context, member)));
    const words = answers
      .map((own) => (own.ok ? `${own.value.state} ${own.value.startedAt}` : own.kind))
      .join();
    const isServing = answers.every((own) => own.ok && own.value.condition === 'serving');
    if (words !== seen || !isServing) quietAtMs = context.clock.steadyMs();
    seen = words;
    context.progress(null, isServing ? 'all stream; Patroni comes to rest' : 'Patroni restarts a member');
    return context.clock.steadyMs() - quietAtMs >= restMs ? true : null;
  });
}

/** While one copies it is waited for, however long; a person can stop that. */
async function untilCopied(
  context: StepContext,
  leader: RestoreMember,
  members: readonly RestoreMember[],
): Promise<void> {
  let movedAtMs = context.clock.steadyMs();
  for (;;) {
    const late = await untilFollowing(context, leader, [leader, ...members], 0).then((now) => now.late);
    if (late.length === 0) return;
    const answers = await Promise.all(late.map((member) => patroniOf(context, member)));
    if (answers.some((own) => own.ok && own.value.state === copyingState))
      movedAtMs = context.clock.steadyMs();
    if (context.clock.steadyMs() - movedAtMs > stillMs) return;
    await until(context, { everyMs: lookMs, withinMs: lookMs }, async () => null);
  }
}

async function whyRefused(context: StepContext, name: string): Promise<string | null> {
  const from = memoryOf(context).logFrom?.[name];
  // Without it what stands in the log may be of another day.
  if (from === undefined) return null;
  const log = await logOf(context, name, from, 2_000);
  return log?.follows === true ? rewindRefusal(log.lines) : null;
}

async function logOf(context: StepContext, name: string, after: string | undefined, lines: number) {
  const file = context.port.settings.hosts[name]?.patroniLog ?? null;
  const answer = await readPatroniLog(on(context, name), file, { lines, after }, context.signal);
  return answer.ok ? answer.value : null;
}
