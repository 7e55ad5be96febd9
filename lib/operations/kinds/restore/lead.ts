import { leads } from '@/lib/domain/roles';
import { shellText } from '@/lib/domain/shell-text';
import { privateFolder, removePrivateFolder } from '@/lib/upstream/host/postgres-instance';
import type { PatroniMember } from '@/lib/upstream/patroni/types';
import type { StepContext, StepEnd } from '../../kind';
import { rememberAtLast } from '../../remember-at-last';
import { leaderIn } from '../../switch-watch';
import { memoryOf, planOf, type RestoreMember } from './memory';
import { movementNow, startedTrouble } from './standing';
import { ask, haveItLead, normalTarget, on, patronictl, patroniOf, startPatroni, until } from './tools';
import { Trouble } from './trouble';
import { clusterNow } from './who-leads';

/** So long Patroni is left to itself between two requests to have the member lead. */
const failoverEveryMs = 15_000;

/** Starts Patroni on the promoted member, and has it lead with its normal parameters. */
export async function lead(context: StepContext, member: RestoreMember): Promise<StepEnd> {
  const { ttlSeconds } = planOf(context);
  if (memoryOf(context).ledAtMs === undefined) await refuseIfOvertaken(context, member);
  await startPatroni(context, member);
  // It takes the key for a running primary; PostgreSQL itself it cannot ask yet, out of reach as that still is.
  await untilLeading(context, member, ttlSeconds * 1000 + 60_000, false);
  if (memoryOf(context).ledAtMs === undefined)
    await rememberAtLast(context, { ledAtMs: context.clock.nowMs() });
  await putParametersBack(context, member);
  await untilLeading(context, member, ttlSeconds * 1000 + 60_000, true);
  const own = await patroniOf(context, member);
  const timeline = own.ok ? own.value.timeline : null;
  await rememberAtLast(context, {
    servingAtMs: context.clock.nowMs(),
    ...(timeline === null ? {} : { newTimeline: timeline }),
  });
  await removePrivateFolder(on(context, member.name), privateFolder(context.id));
  return { end: 'done', message: `${member.name} leads, with its normal parameters.` };
}

async function putParametersBack(context: StepContext, member: RestoreMember): Promise<void> {
  const command = async () => {
    const answer = await ask(context, member, normalTarget(context, member), 'show archive_command');
    return answer.ok ? (answer.value[0]?.[0] ?? null) : null;
  };
  const before = await command();
  if (before !== null && before !== '/bin/false') return;
  const change = await context.patroni.postRestart(context.port.settings.patroni, member.url, {
    timeoutMs: 300_000,
    member: member.name,
  });
  context.log(`${member.name} says: ${change.text}`);
  const normal = await until(context, { everyMs: 500, withinMs: 60_000 }, async () => {
    const now = await command();
    return now === null || now === '/bin/false' ? null : now;
  });
  if (normal === null) {
    throw new Trouble(
      `PostgreSQL on ${member.name} did not come back with its normal parameters: ${change.text}`,
      member.name,
      patronictl(context, member.name, 'restart', [member.name, '--force']),
    );
  }
}

/**
 * Between the promotion and this somebody may have started another member: no application has reached what was
 * promoted yet, so the way back is still there, and it alone is right once others were written to.
 */
async function refuseIfOvertaken(context: StepContext, member: RestoreMember): Promise<void> {
  const { leader, heard } = await clusterNow(context);
  if (leader !== null && leader.member.name !== member.name) throw await overtaken(context, leader.member);
  const other = heard.find((one) => one.member.name !== member.name)?.member;
  const isOurs = heard.some((one) => one.member.name === member.name);
  const movement = isOurs ? null : await movementNow(context, member.name);
  if (movement !== null && movement.moved.length > 0) {
    await rememberAtLast(context, { final: false });
    throw startedTrouble(context, movement.moved);
  }
  if (movement !== null && other !== undefined) {
    await rememberAtLast(context, { final: false });
    throw new Trouble(
      `Patroni on ${other.name} was started by somebody else before ${member.name} leads. Stop it to go on; or put the cluster back.`,
      other.name,
      shellText([...other.stop]),
    );
  }
  if (memoryOf(context).final !== true) await rememberAtLast(context, { final: true });
}

/** Another member leads. As long as the restored one never has, putting back is what is left. */
async function overtaken(context: StepContext, leader: RestoreMember): Promise<Trouble> {
  if (memoryOf(context).ledAtMs !== undefined)
    return new Trouble(
      `${leader.name} has taken the lead: somebody has started it, or switched over to it.`,
      leader.name,
    );
  await rememberAtLast(context, { final: false });
  return new Trouble(
    `${leader.name} leads with the old data: somebody has started and resumed it. What it has taken since then would be lost, so the restored data does not lead over it. Put the cluster back, and begin another restore if it is still wanted.`,
    leader.name,
    null,
    { isPastRetry: true },
  );
}

/** The old key may name the old leader until it expires: both must say it, the member itself and the store. */
async function untilLeading(
  context: StepContext,
  member: RestoreMember,
  withinMs: number,
  answering: boolean,
): Promise<void> {
  const { patroni, port, signal, clock } = context;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  const led = await until(context, { everyMs: 400, withinMs }, async () => {
    const [own, cluster] = await Promise.all([
      patroniOf(context, member),
      patroni.readCluster(port.settings.patroni, member.url, { timeoutMs: 3_000, signal }),
    ]);
    const keeper = cluster.ok ? leaderIn(cluster.value) : null;
    context.progress(
      null,
      own.ok
        ? `${own.value.roleWord}, ${own.value.state}; the leader key names ${keeper ?? 'nobody'}`
        : own.reason,
    );
    if (!own.ok || !cluster.ok) return null;
    if (keeper !== null && keeper !== member.name) await refuseOther(context, keeper);
    if (keeper === null && isDemoted(own.value) && clock.nowMs() - askedAtMs > failoverEveryMs) {
      askedAtMs = clock.nowMs();
      await haveItLead(context, member, 'it may not lead by itself, and nobody leads');
    }
    const isLeading = leads(own.value.role) && keeper === member.name;
    return isLeading && (own.value.databaseAnswers || !answering) ? true : null;
  });
  if (led !== null) return;
  throw new Trouble(
    `${member.name} did not become the leader in Patroni.`,
    member.name,
    patronictl(context, member.name, 'failover', ['--candidate', member.name, '--force']),
  );
}

async function refuseOther(context: StepContext, keeper: string): Promise<void> {
  const { leader } = await clusterNow(context);
  if (leader?.member.name === keeper) throw await overtaken(context, leader.member);
}

/**
 * Without the pause, Patroni 4 stops a primary that the synchronous set in the DCS does not name, and starts it as a
 * replica that may not lead either.
 */
function isDemoted({ role, databaseAnswers, condition }: PatroniMember): boolean {
  return !leads(role) && databaseAnswers && condition === 'serving';
}
