import type { RestoreInput } from '@/lib/contract/operations';
import { listed } from '@/lib/domain/preflight';
import { restoreArguments } from '@/lib/domain/restore-command';
import { leads } from '@/lib/domain/roles';
import { stopJob } from '@/lib/upstream/host/job';
import { prepareRecovery, privateFolder, removePrivateFolder } from '@/lib/upstream/host/postgres-instance';
import type { StepContext, StepEnd } from '../../kind';
import { leaderIn } from '../../switch-watch';
import { followJob, sweep } from './host-job';
import { aimOf, memberOf, memoryOf, planOf, type RestoreMember } from './memory';
import { stopOurs } from './restore-files';
import { copyAnew, on, patroniOf, startPatroni, until } from './tools';
import { guarded, Trouble } from './trouble';

const followMs = 120_000;

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
  const { members, leader, ttlSeconds } = planOf(context);
  const { touched, restoreJob, complete = [] } = memoryOf(context);
  const member = memberOf(context, input.member);
  if (restoreJob != null) await stopJob(on(context, member.name), restoreJob);
  if (touched === true) {
    await stopOurs(context, member);
    await removePrivateFolder(on(context, member.name), privateFolder(context.id));
  }
  const others = members.filter(({ name }) => name !== member.name);
  const isLeaderLost = touched === true && member.name === leader;
  const keepers = isLeaderLost
    ? others.filter(({ name }) => complete.includes(name))
    : [memberOf(context, leader)];
  if (keepers.length === 0) await fillFromRepository(context, member);
  const first = keepers[0] ?? member;
  await startPatroni(context, first);
  await resumeBy(context, first);
  const led = await until(context, { everyMs: 400, withinMs: ttlSeconds * 1000 + 120_000 }, () =>
    leading(context, first),
  );
  if (led === null) {
    throw new Trouble(
      `No member leads yet. The cluster is not paused; ${first.name} has all of the data.`,
      first.name,
      'patronictl list',
    );
  }
  for (const other of members.filter(({ name }) => name !== first.name)) {
    if (other.name === member.name && touched === true) await disarm(context, other);
    await startPatroni(context, other);
  }
  await sweep(context);
  await untilAllFollow(
    context,
    led,
    members.filter(({ name }) => name !== led.name),
  );
  return {
    end: 'done',
    message: `${led.name} leads, and ${listed(members.filter(({ name }) => name !== led.name).map(({ name }) => name)) || 'nobody'} follow. Nothing was lost.`,
  };
}

async function resumeBy(context: StepContext, member: RestoreMember): Promise<void> {
  const target = context.port.settings.patroni;
  const done = await until(context, { everyMs: 1_000, withinMs: 60_000 }, async () => {
    await context.patroni.patchPause(target, member.url, false, { timeoutMs: 20_000, member: member.name });
    const own = await patroniOf(context, member);
    return own.ok && !own.value.paused ? true : null;
  });
  if (done === null) throw new Trouble('The cluster is still paused.', member.name, 'patronictl resume');
}

/** Who leads by now: Patroni's choice among those that have everything. */
async function leading(context: StepContext, asked: RestoreMember): Promise<RestoreMember | null> {
  const { patroni, port, signal } = context;
  const cluster = await patroni.readCluster(port.settings.patroni, asked.url, { timeoutMs: 3_000, signal });
  const name = cluster.ok ? leaderIn(cluster.value) : null;
  context.progress(null, name === null ? 'no leader yet' : `the leader key names ${name}`);
  const found = planOf(context).members.find((member) => member.name === name);
  if (found === undefined) return null;
  const own = await patroniOf(context, found);
  return own.ok && leads(own.value.role) && own.value.databaseAnswers ? found : null;
}

/** So that it follows instead of stopping at the target again. */
async function disarm(context: StepContext, member: RestoreMember): Promise<void> {
  const done = await prepareRecovery(on(context, member.name), member, 'standby', {});
  if (!done.ok) context.log(`${member.name}: ${done.reason}`);
}

async function untilAllFollow(
  context: StepContext,
  leader: RestoreMember,
  others: readonly RestoreMember[],
): Promise<void> {
  let copied: string[] = [];
  for (let round = 0; ; round += 1) {
    let late: readonly RestoreMember[] = others;
    await until(context, { everyMs: 500, withinMs: round === 0 ? followMs : 6 * 3_600_000 }, async () => {
      const own = await patroniOf(context, leader);
      late = others.filter(
        ({ name }) =>
          !own.ok ||
          own.value.replication.find((sender) => sender.applicationName === name)?.state !== 'streaming',
      );
      context.progress(
        null,
        late.length === 0 ? 'all follow' : `${listed(late.map(({ name }) => name))} not yet`,
      );
      return late.length === 0 ? true : null;
    });
    if (late.length === 0) return;
    if (round > 0)
      throw new Trouble(`${listed(copied)} does not follow.`, copied[0] ?? null, 'patronictl reinit');
    copied = late.map(({ name }) => name);
    for (const member of late) await copyAnew(context, member);
  }
}

/** There is no other copy: the end of the old timeline lies in the repository, because it was waited for. */
async function fillFromRepository(context: StepContext, member: RestoreMember): Promise<void> {
  const { stanza, config, oldTimeline, repositoriesAreNumbered } = planOf(context);
  const { set, repository } = aimOf(context);
  const argv = restoreArguments({
    stanza,
    config,
    label: set,
    repository: repositoriesAreNumbered ? repository : null,
    aim: { target: { type: 'latest' }, timeline: oldTimeline, action: 'promote' },
  });
  const end = await followJob(
    context,
    member.name,
    `${context.id}-back-${context.clock.nowMs()}`,
    argv,
    () => {},
  );
  if (end.exitCode !== 0)
    throw new Trouble(`The old data was not restored: ${end.lastLine ?? ''}`, member.name, argv.join(' '));
}
