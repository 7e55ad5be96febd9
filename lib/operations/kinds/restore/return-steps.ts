import type { RestoreInput } from '@/lib/contract/operations';
import { formatDurationMs } from '@/lib/domain/format';
import { walCommand } from '@/lib/domain/postgres-setting';
import { listed } from '@/lib/domain/preflight';
import { pgbackrestError } from '@/lib/domain/restore/pgbackrest-words';
import { shellText } from '@/lib/domain/shell-text';
import { lendRestoreCommand } from '@/lib/upstream/host/postgres-instance';
import type { StepContext, StepDefinition, StepEnd } from '../../kind';
import { rememberAtLast } from '../../remember-at-last';
import { refuseOtherData } from './descent';
import { bringToFollow, startFollowers } from './follow';
import { followJob, sweep } from './host-job';
import { lead } from './lead';
import { memberOf, memoryOf, planOf, type RestoreMember } from './memory';
import { isRunning, on, patronictl, patroniOf, until } from './tools';
import { Trouble } from './trouble';

const checkTries = 4;

export function returnSteps(input: RestoreInput): StepDefinition[] {
  const onMember =
    (run: (context: StepContext, member: RestoreMember) => Promise<StepEnd>) => (context: StepContext) =>
      run(context, memberOf(context, input.member));
  return [
    { id: 'start_patroni', run: onMember(lead) },
    { id: 'resume', run: onMember(resume) },
    { id: 'rejoin', run: onMember(rejoin) },
    { id: 'check', run: check },
    ...(input.backup ? [{ id: 'backup', run: lastBackup }] : []),
  ];
}

async function resume(context: StepContext, member: RestoreMember): Promise<StepEnd> {
  const change = await context.patroni.patchPause(context.port.settings.patroni, member.url, false, {
    timeoutMs: 20_000,
    member: member.name,
  });
  const resumed = await until(context, { everyMs: 300, withinMs: 60_000 }, async () => {
    const own = await patroniOf(context, member);
    return own.ok && !own.value.paused ? true : null;
  });
  if (resumed === null)
    throw new Trouble(
      `The cluster is still paused: ${change.text}.`,
      member.name,
      patronictl(context, member.name, 'resume', ['--wait']),
    );
  return { end: 'done', message: 'Patroni is in charge again.' };
}

async function rejoin(context: StepContext, member: RestoreMember): Promise<StepEnd> {
  const others = planOf(context).members.filter(({ name }) => name !== member.name);
  if (others.length === 0) return { end: 'skipped', message: 'There is no other member.' };
  await lendWal(context, others);
  if (memoryOf(context).rejoinBeganMs === undefined)
    await rememberAtLast(context, { rejoinBeganMs: context.clock.nowMs() });
  await startFollowers(context, others);
  const { leader, reinitialized } = await bringToFollow(context, member, {
    mayCopy: () => false,
    // Backups from before are of the old timeline: a copy made of one could not follow. So a new one comes first.
    beforeCopy: async () => {
      await backUp(context, ['--no-backup-standby']);
    },
  });
  const took = formatDurationMs(context.clock.nowMs() - (memoryOf(context).rejoinBeganMs ?? 0));
  const how = reinitialized.length === 0 ? '' : ` ${listed([...reinitialized])} was reinitialized.`;
  const moved = leader.name === member.name ? '' : ` ${leader.name} leads now.`;
  const following = planOf(context).members.flatMap(({ name }) => (name === leader.name ? [] : [name]));
  return {
    end: 'done',
    message: `${listed(following)} ${following.length === 1 ? 'streams' : 'stream'} after ${took}.${moved}${how}`,
  };
}

/** The old leader has recycled WAL that a rewind reads; without a way to the archive it would have to be copied anew. */
async function lendWal(context: StepContext, others: readonly RestoreMember[]): Promise<void> {
  const { leader, stanza } = planOf(context);
  const old = others.find(({ name }) => name === leader);
  if (old === undefined || (await isRunning(context, old))) return;
  const config = context.port.settings.hosts[old.name]?.pgbackrestConfig ?? null;
  const words = [
    'pgbackrest',
    ...(config === null ? [] : [`--config=${config}`]),
    `--stanza=${stanza}`,
    'archive-get',
  ];
  const lent = await lendRestoreCommand(on(context, old.name), old, walCommand(words));
  if (!lent.ok) context.log(`${old.name}: ${lent.reason}`);
}

const onRepository = (context: StepContext, words: readonly string[]): string[] => {
  const { repositoryConfig, stanza } = planOf(context);
  return [
    'pgbackrest',
    ...(repositoryConfig === null ? [] : [`--config=${repositoryConfig}`]),
    `--stanza=${stanza}`,
    ...words,
  ];
};

async function check(context: StepContext): Promise<StepEnd> {
  await sweep(context);
  const { repositoryHost } = planOf(context);
  const argv = onRepository(context, ['--log-level-console=info', '--log-level-stderr=off', 'check']);
  for (let tries = 1; ; tries += 1) {
    const job = `${context.id}-check-${context.clock.nowMs()}`;
    const end = await followJob(context, repositoryHost, job, argv, () => {});
    if (end.exitCode === 0) {
      await sweep(context);
      await refuseOtherData(context);
      return { end: 'done', message: 'WAL of the new timeline reaches the repository.' };
    }
    const why = pgbackrestError(end.tail) ?? end.lastLine ?? `code ${end.exitCode}`;
    context.log(why);
    if (tries >= checkTries)
      throw new Trouble(`pgBackRest’s check failed: ${why}`, repositoryHost, shellText(argv));
    await context.clock.sleep(5_000, context.signal);
  }
}

async function lastBackup(context: StepContext): Promise<StepEnd> {
  const end = await backUp(context, []);
  await refuseOtherData(context);
  return end;
}

async function backUp(context: StepContext, options: readonly string[]): Promise<StepEnd> {
  const known = memoryOf(context).backupLabel;
  if (known != null) return { end: 'skipped', message: `${known} was taken already.` };
  const { repositoryHost } = planOf(context);
  const backupJob = memoryOf(context).backupJob ?? `${context.id}-backup-${context.clock.nowMs()}`;
  await rememberAtLast(context, { backupJob });
  const words = ['--type=full', ...options, '--log-level-console=detail', '--log-level-stderr=off', 'backup'];
  const end = await followJob(context, repositoryHost, backupJob, onRepository(context, words), (text) => {
    const percent = [...text.matchAll(/backup file [^\n]*, ([0-9.]+)%\)/g)].at(-1)?.[1];
    if (percent !== undefined) context.progress(Number(percent) / 100, `full backup, ${percent} %`);
  });
  await rememberAtLast(context, { backupJob: null });
  if (end.exitCode !== 0) {
    throw new Trouble(
      `The full backup failed: ${pgbackrestError(end.tail) ?? end.lastLine ?? ''}`,
      repositoryHost,
      shellText(onRepository(context, ['--type=full', 'backup'])),
    );
  }
  const label = /new backup label = (\S+)/.exec(end.tail)?.[1] ?? null;
  await rememberAtLast(context, { backupLabel: label });
  const size = /full backup size = ([0-9.]+[KMGT]?B)/.exec(end.tail)?.[1];
  return {
    end: 'done',
    message: `${label ?? 'A full backup'} was taken${size === undefined ? '' : `, ${size}`}.`,
  };
}
