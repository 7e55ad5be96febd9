import type { RestoreInput } from '@/lib/contract/operations';
import { listed } from '@/lib/domain/preflight';
import { standingOrder } from '@/lib/domain/restore/standing-order';
import { leads } from '@/lib/domain/roles';
import { shellText } from '@/lib/domain/shell-text';
import { stopJob } from '@/lib/upstream/host/job';
import { prepareRecovery, privateFolder, removePrivateFolder } from '@/lib/upstream/host/postgres-instance';
import type { StepContext, StepEnd } from '../../kind';
import { fillFromRepository } from './fill';
import { bringToFollow, startFollowers } from './follow';
import { guarded } from './guarded';
import { sweep } from './host-job';
import { memberOf, memoryOf, planOf, type RestoreMember, type Standing } from './memory';
import { stopOurs } from './restore-files';
import { hostOf, isSame, placeWords, standingOf } from './standing';
import { haveItLead, insist, on, patronictl, patroniOf, startPatroni, stopPatroni, until } from './tools';
import { Trouble } from './trouble';
import { leaderNow } from './who-leads';

/** So long the old leader alone may take the lead before the other complete members are started to help it. */
const aloneMs = 30_000;

export function putBackStep(input: RestoreInput) {
  return {
    title: 'Put the cluster back',
    ...guarded({ id: 'put_back', run: (context) => putBack(context, input) }),
  };
}

/**
 * As it was: whoever has all of the old data leads again. What was restored onto is taken along last, because its
 * data may be of another time.
 */
async function putBack(context: StepContext, input: RestoreInput): Promise<StepEnd> {
  const { members, ttlSeconds } = planOf(context);
  const { touched, restoreJob } = memoryOf(context);
  const member = memberOf(context, input.member);
  const isTouched = touched === true;
  if (restoreJob != null) await stopJob(on(context, member.name), restoreJob);
  // Somebody may have started and resumed it meanwhile: who leads then leads on.
  const before = await leaderNow(context);
  if (isTouched && before?.name === member.name) throw leadsAlready(member);
  if (isTouched) await takeOut(context, member, before !== null);
  const led = before ?? (await haveOneLead(context, member, isTouched, ttlSeconds));
  const others = members.filter(({ name }) => name !== led.name);
  await resumeBy(context, [led]);
  if (isTouched && member.name !== led.name && !(await patroniOf(context, member)).ok)
    await disarm(context, member);
  await startFollowers(context, others);
  await sweep(context);
  const { leader, reinitialized } = await bringToFollow(context, led, {
    mayCopy: (name) => isTouched && name === member.name,
    beforeCopy: async () => {},
  });
  const how = reinitialized.length === 0 ? '' : ` ${listed([...reinitialized])} was reinitialized.`;
  const following = members.flatMap(({ name }) => (name === leader.name ? [] : [name]));
  const follow = `${listed(following) || 'nobody'} ${following.length > 1 ? 'follow' : 'follows'}`;
  return {
    end: 'done',
    message: `${leader.name} leads, and ${follow}. ${lossWords(context, led)}${how}`,
  };
}

/** Whoever leads may be a member that had not received all, when a person or Patroni chose it. */
function lossWords(context: StepContext, led: RestoreMember): string {
  const { stoppedAs = {} } = memoryOf(context);
  const { leader } = planOf(context);
  const [all, own] = [stoppedAs[leader], stoppedAs[led.name]];
  if (all === undefined || own === undefined || isSame(all, own)) return 'Nothing was lost.';
  return `${led.name} had not received all that ${leader} had written: it was stopped at ${placeWords(own)}, ${leader} at ${placeWords(all)}. What lies between is lost.`;
}

function leadsAlready({ name, stop }: RestoreMember): Trouble {
  return new Trouble(
    `${name} leads, with the data that was restored: somebody has started and resumed Patroni there. What was written before the restore is on the other members. Stop Patroni and PostgreSQL on ${name} if that data is to lead again; what ${name} has taken since is lost then.`,
    name,
    shellText([...stop]),
  );
}

/** What was restored onto must not lead: its Patroni, which somebody may have started, is stopped until others do. */
async function takeOut(context: StepContext, member: RestoreMember, isLed: boolean): Promise<void> {
  const runs = (await patroniOf(context, member)).ok;
  if (runs && isLed) return;
  if (runs) await stopPatroni(context, member);
  await stopOurs(context, member);
  await removePrivateFolder(on(context, member.name), privateFolder(context.id));
}

/** While nobody leads, somebody may start what was restored onto: it is stopped again until another member leads. */
async function keepOut(context: StepContext, member: RestoreMember): Promise<void> {
  const own = await patroniOf(context, member);
  if (!own.ok || leads(own.value.role)) return;
  context.log(
    `Somebody has started Patroni on ${member.name}, which must not lead with what was restored. It is stopped until another member leads.`,
  );
  await takeOut(context, member, false);
}

/** Starts whoever has all of the old data, and waits until one of them leads. */
async function haveOneLead(
  context: StepContext,
  member: RestoreMember,
  isTouched: boolean,
  ttlSeconds: number,
): Promise<RestoreMember> {
  const keepers = await keepersOf(context, member, isTouched);
  const mustNotLead = isTouched && keepers.length > 0;
  const resume = async (by: readonly RestoreMember[]) => {
    // Nobody is promoted while the cluster is paused: from here on it would be in the race.
    if (mustNotLead) await keepOut(context, member);
    await resumeBy(context, by);
  };
  const untilLed = async (withinMs: number) => {
    const led = await until(context, { everyMs: 400, withinMs }, async () => {
      const found = await leaderNow(context);
      if (found === null && mustNotLead) await keepOut(context, member);
      return found;
    });
    if (led?.name === member.name && mustNotLead) throw leadsAlready(member);
    return led;
  };
  const [first = member, ...rest] = keepers;
  if (keepers.length === 0) await fillFromRepository(context, member);
  let started: RestoreMember[] = [];
  if (first.name === planOf(context).leader || keepers.length === 0) {
    started = await startEach(context, [first], rest.length === 0);
    if (started.length > 0) {
      await resume(started);
      const led = await untilLed(
        rest.length === 0 ? ttlSeconds * 1000 + 120_000 : ttlSeconds * 1000 + aloneMs,
      );
      if (led !== null) return led;
    }
  }
  // A quorum is not found alone, and not every complete member may lead: all of them are started.
  const helping = await startEach(
    context,
    keepers.filter((keeper) => !started.includes(keeper)),
    started.length === 0,
  );
  const running = [...started, ...helping];
  await resume(running);
  const led = await untilLed(ttlSeconds * 1000 + aloneMs);
  if (led !== null) return led;
  // The synchronous set in the DCS may name others, after somebody’s hand in the middle.
  const heir = keepers.find((keeper) => keeper.mayLead !== false && running.includes(keeper)) ?? first;
  await haveItLead(context, heir, 'none of the members that have all of the data takes the lead by itself');
  const helped = await untilLed(90_000);
  if (helped !== null) return helped;
  const names = listed(keepers.map(({ name }) => name));
  throw new Trouble(
    `No member leads yet, and Patroni did not fail over to ${heir.name} when it was asked to. Patroni runs on ${listed(running.map(({ name }) => name))}; ${names} ${keepers.length === 1 ? 'has' : 'have'} all of the data. Patroni’s log there says why none takes the lead.`,
    heir.name,
    patronictl(context, heir.name, 'failover', ['--candidate', heir.name, '--force']),
  );
}

/** Starts Patroni on each; whoever could not be started is left out, and `isNeeded` says that one must be. */
async function startEach(
  context: StepContext,
  members: readonly RestoreMember[],
  isNeeded: boolean,
): Promise<RestoreMember[]> {
  const started: RestoreMember[] = [];
  let why: unknown = null;
  await Promise.all(
    members.map(async (member) => {
      try {
        await startPatroni(context, member);
        started.push(member);
      } catch (error) {
        why = error;
        if (error instanceof Error) context.log(error.message);
      }
    }),
  );
  if (started.length === 0 && isNeeded && why !== null) throw why;
  return started;
}

/**
 * Whoever has all of the old data by its control file, which tells also of what was written when somebody started a
 * member in the middle. The old leader comes first, then those that Patroni lets lead.
 */
async function keepersOf(
  context: StepContext,
  member: RestoreMember,
  isTouched: boolean,
): Promise<RestoreMember[]> {
  const { members, leader } = planOf(context);
  const { stoppedAs } = memoryOf(context);
  // PostgreSQL was not stopped yet: its leader is as it was.
  if (stoppedAs === undefined) return [memberOf(context, leader)];
  const untouched = members.filter(({ name }) => !isTouched || name !== member.name);
  const standings = await Promise.all(
    untouched.map(async (one): Promise<{ member: RestoreMember; standing: Standing } | null> => {
      const answer = await insist(context, () => hostOf(context, one));
      const standing = answer.ok ? standingOf(answer.value.control) : stoppedAs[one.name];
      return standing === undefined ? null : { member: one, standing };
    }),
  );
  const known = standings.filter((one) => one !== null);
  const furthest = known
    .map(({ standing }) => standing)
    .sort(standingOrder)
    .at(-1);
  const rank = ({ name, mayLead }: RestoreMember) => (name === leader ? 0 : mayLead === false ? 2 : 1);
  return known
    .filter(({ standing }) => furthest !== undefined && standingOrder(standing, furthest) === 0)
    .map((one) => one.member)
    .sort((a, b) => rank(a) - rank(b));
}

async function resumeBy(context: StepContext, members: readonly RestoreMember[]): Promise<void> {
  const target = context.port.settings.patroni;
  const { patroni, signal } = context;
  const done = await until(context, { everyMs: 1_000, withinMs: 60_000 }, async () => {
    for (const member of members) {
      // Asked for in any case: a member says that it is paused only once it has noticed.
      const answer = await patroni.patchPause(target, member.url, false, {
        timeoutMs: 20_000,
        member: member.name,
      });
      if (answer.outcome !== 'done') continue;
      const [own, cluster] = await Promise.all([
        patroniOf(context, member),
        patroni.readCluster(target, member.url, { timeoutMs: 3_000, signal }),
      ]);
      if (own.ok && !own.value.paused && cluster.ok && !cluster.value.paused) return true;
    }
    return null;
  });
  const [first] = members;
  if (done === null && first !== undefined) {
    throw new Trouble(
      'The cluster is still paused.',
      first.name,
      patronictl(context, first.name, 'resume', ['--wait']),
    );
  }
}

/** So that it follows instead of stopping at the target again. */
async function disarm(context: StepContext, member: RestoreMember): Promise<void> {
  const done = await prepareRecovery(on(context, member.name), member, 'standby', {});
  if (!done.ok) context.log(`${member.name}: ${done.reason}`);
}
