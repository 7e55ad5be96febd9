import { parseLsn, readLsn } from '@/lib/domain/lsn';
import { restoreArguments } from '@/lib/domain/restore-command';
import { shellText } from '@/lib/domain/shell-text';
import { privateFolder, removePrivateFolder } from '@/lib/upstream/host/postgres-instance';
import type { StepContext } from '../../kind';
import { rememberAtLast } from '../../remember-at-last';
import { followJob } from './host-job';
import { aimOf, memoryOf, planOf, type RestoreMember } from './memory';
import { failIfOver, readRecovery, startRecovery } from './recover';
import { stopPostgres } from './stop-steps';
import { on, stopIfAsked } from './tools';
import { Trouble } from './trouble';

const lookMs = 500;
/** So long replay may stand still before a person is told; it goes on all the same. */
const stillMs = 120_000;

/**
 * The old data where no other member has it: restored from the repository, which has the end of the old timeline
 * because the restore waited for that, and replayed to the position where PostgreSQL was stopped. As a standby, out of
 * reach: a primary takes WAL that cannot be fetched just now for the end of it, promotes itself, and loses the rest.
 */
export async function fillFromRepository(context: StepContext, member: RestoreMember): Promise<void> {
  const { stanza, config, oldTimeline, repositoriesAreNumbered } = planOf(context);
  const { set, repository } = aimOf(context);
  const latest = { target: { type: 'latest' } as const, timeline: oldTimeline };
  const argv = restoreArguments({
    stanza,
    config,
    label: set,
    repository: repositoriesAreNumbered ? repository : null,
    aim: { ...latest, action: 'pause' },
  });
  const fillJob = memoryOf(context).fillJob ?? `${context.id}-back-${context.clock.nowMs()}`;
  await rememberAtLast(context, { fillJob });
  const end = await followJob(context, member.name, fillJob, argv, () => {});
  await rememberAtLast(context, { fillJob: null });
  if (end.exitCode !== 0)
    throw new Trouble(`The old data was not restored: ${end.lastLine ?? ''}`, member.name, shellText(argv));
  await startRecovery(context, member, latest);
  await untilReplayed(context, member);
  await stopPostgres(context, member);
  await removePrivateFolder(on(context, member.name), privateFolder(context.id));
}

async function untilReplayed(context: StepContext, member: RestoreMember): Promise<void> {
  const { stoppedAs = {} } = memoryOf(context);
  const wanted = readLsn(stoppedAs[planOf(context).leader]?.checkpoint);
  let movedAtMs = context.clock.nowMs();
  let before: string | null = null;
  for (;;) {
    stopIfAsked(context);
    const state = await readRecovery(context, member);
    if (state === null && context.clock.nowMs() - movedAtMs > lookMs * 4) await failIfOver(context, member);
    const now = readLsn(state?.replayedLsn);
    if (now !== null && wanted !== null && parseLsn(now) >= parseLsn(wanted)) return;
    if (now !== before) movedAtMs = context.clock.nowMs();
    before = now;
    context.progress(null, `replayed to ${now ?? 'the beginning'} of ${wanted ?? 'an unknown end'}`);
    if (context.clock.nowMs() - movedAtMs > stillMs) {
      throw new Trouble(
        `Replay on ${member.name} stands at ${now ?? 'the beginning'}, and the old data ends at ${wanted ?? 'an unknown position'}: WAL in between was not fetched from the repository.`,
        member.name,
        shellText(['pgbackrest', `--stanza=${planOf(context).stanza}`, 'info']),
      );
    }
    await context.clock.sleep(lookMs, context.signal);
  }
}
