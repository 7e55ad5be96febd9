import { lsnSchema } from '@/lib/contract/names';
import type { RestoreInput } from '@/lib/contract/operations';
import { formatDurationMs } from '@/lib/domain/format';
import { readersOf } from '@/lib/domain/restore/look-reader';
import { recoverySettings, targetWords } from '@/lib/domain/restore/target-words';
import { shellText } from '@/lib/domain/shell-text';
import { segmentNumber, walSegmentName } from '@/lib/domain/wal-segment';
import {
  logFile,
  preparePrivateFolder,
  prepareRecovery,
  privateFolder,
  readLogTail,
  startArguments,
  startInstance,
} from '@/lib/upstream/host/postgres-instance';
import type { StepContext, StepDefinition, StepEnd } from '../../kind';
import { rememberAtLast } from '../../remember-at-last';
import { aimOf, memberOf, memoryOf, planOf, type RestoreAim, type RestoreMember } from './memory';
import { refuseForeignPatroni } from './restore-files';
import { ask, insist, isRunning, need, on, privateTarget, stopIfAsked } from './tools';
import { Trouble } from './trouble';
import { whyOver } from './why-over';

const lookMs = 400;
/** At the end of a timeline nothing says so; that nothing comes any more for this long does. */
const quietMs = 3_000;
const foreignEveryMs = 3_000;
const startingMs = 2_000;

export function recoverStep({ member }: RestoreInput): StepDefinition {
  return { id: 'recover', run: (context) => recover(context, memberOf(context, member)) };
}

export interface RecoveryState {
  readonly inRecovery: boolean;
  readonly paused: boolean;
  readonly replayedLsn: string | null;
  readonly lastTransactionAt: string | null;
}

async function recover(context: StepContext, member: RestoreMember): Promise<StepEnd> {
  await refuseForeignPatroni(context, member);
  if (memoryOf(context).recoverBeganMs === undefined || !(await isRunning(context, member))) {
    await rememberAtLast(context, { recoverBeganMs: context.clock.nowMs() });
    await startRecovery(context, member, aimOf(context));
  }
  const state = await untilTarget(context, member);
  const replayMs = context.clock.nowMs() - (memoryOf(context).recoverBeganMs ?? context.clock.nowMs());
  await rememberAtLast(context, { replayMs });
  return {
    end: 'done',
    message: `Stopped at ${state.replayedLsn ?? 'an unknown position'} after ${formatDurationMs(replayMs)}.`,
  };
}

/** Starts an instance out of reach of applications, aimed at a target; the end of a timeline as a standby. */
export async function startRecovery(
  context: StepContext,
  member: RestoreMember,
  { target, timeline }: Pick<RestoreAim, 'target' | 'timeline'>,
): Promise<void> {
  const folder = privateFolder(context.id);
  const { superuser } = planOf(context);
  const roles = [superuser, ...readersOf(context.port.settings.postgres?.user ?? null, superuser)];
  need(
    await insist(context, () => preparePrivateFolder(on(context, member.name), folder, roles)),
    `${member.name} has no place for a socket`,
    member.name,
  );
  const mode = target.type === 'latest' ? 'standby' : 'target';
  need(
    await insist(context, () =>
      prepareRecovery(on(context, member.name), member, mode, recoverySettings(target, timeline)),
    ),
    `${member.name} could not be aimed`,
    member.name,
  );
  const argv = startArguments(member, logFile(folder), settingsFor(context));
  const started = await startInstance(on(context, member.name), argv);
  if (!started.ok)
    throw new Trouble(`PostgreSQL did not start on ${member.name}: ${started.reason}.`, member.name);
}

/** Over everything that the restored configuration says: it is the one of whichever member was backed up. */
function settingsFor(context: StepContext): Record<string, string> {
  const { path } = privateFolder(context.id);
  return {
    ...memoryOf(context).limits,
    listen_addresses: '',
    unix_socket_directories: path,
    hba_file: `${path}/hba.conf`,
    hot_standby: 'on',
    // Held back, not off: with archiving off the new timeline's history would never reach the repository.
    archive_command: '/bin/false',
    synchronous_standby_names: '',
    primary_conninfo: '',
    primary_slot_name: '',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_min_messages: 'log',
    // Why it stopped is read out of its log.
    lc_messages: 'C',
  };
}

async function untilTarget(context: StepContext, member: RestoreMember): Promise<RecoveryState> {
  const { target } = aimOf(context);
  let movedAtMs = context.clock.nowMs();
  let foreignAtMs = movedAtMs;
  const beganMs = movedAtMs;
  let lsn: string | null = null;
  for (;;) {
    stopIfAsked(context);
    const state = await readRecovery(context, member);
    // It was started without waiting: on a busy host nothing of it is to be seen for a moment.
    if (state === null && context.clock.nowMs() - beganMs > startingMs) await failIfOver(context, member);
    if (state !== null) {
      if (!state.inRecovery)
        throw new Trouble(`PostgreSQL on ${member.name} has ended its recovery by itself.`, member.name);
      if (state.replayedLsn !== lsn) movedAtMs = context.clock.nowMs();
      lsn = state.replayedLsn;
      showProgress(context, state);
      if (target.type !== 'latest' && state.paused) return state;
      if (target.type === 'latest' && context.clock.nowMs() - movedAtMs > quietMs && hasLastWal(context, lsn))
        return state;
    }
    if (context.clock.nowMs() - foreignAtMs > foreignEveryMs) {
      foreignAtMs = context.clock.nowMs();
      await refuseForeignPatroni(context, member);
    }
    await context.clock.sleep(lookMs, context.signal);
  }
}

/** How recovery stands; null while PostgreSQL does not take connections. */
export async function readRecovery(
  context: StepContext,
  member: RestoreMember,
): Promise<RecoveryState | null> {
  const sql = `select pg_is_in_recovery(),
    case when pg_is_in_recovery() then pg_is_wal_replay_paused() end,
    pg_last_wal_replay_lsn(),
    to_char(pg_last_xact_replay_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const answer = await ask(context, member, privateTarget(context, member), sql, 10_000);
  const row = answer.ok ? answer.value[0] : undefined;
  if (row === undefined) return null;
  const [inRecovery, paused, replayedLsn, at] = row;
  return {
    inRecovery: inRecovery === 't',
    paused: paused === 't',
    replayedLsn: replayedLsn || null,
    lastTransactionAt: at || null,
  };
}

function showProgress(context: StepContext, { replayedLsn, lastTransactionAt }: RecoveryState): void {
  const { walFirst, walLast, timeline } = aimOf(context);
  const parsed = lsnSchema.safeParse(replayedLsn);
  const now = parsed.success ? segmentNumber(walSegmentName(timeline, parsed.data)) : null;
  const first = walFirst === null ? null : segmentNumber(walFirst);
  const last = walLast === null ? null : segmentNumber(walLast);
  const at = `replayed to ${replayedLsn ?? 'the beginning'}${lastTransactionAt === null ? '' : `, ${lastTransactionAt}`}`;
  if (now === null || first === null || last === null || last < first) {
    context.progress(null, at);
    return;
  }
  const total = Number(last - first) + 1;
  const done = Math.min(total, Math.max(0, Number(now - first)));
  context.progress(done / total, `${done} of ${total} WAL segments, ${at}`);
}

function hasLastWal(context: StepContext, lsn: string | null): boolean {
  const { walLast, timeline } = aimOf(context);
  const parsed = lsnSchema.safeParse(lsn);
  if (walLast === null || !parsed.success) return parsed.success;
  const now = segmentNumber(walSegmentName(timeline, parsed.data));
  const last = segmentNumber(walLast);
  return now === null || last === null || now >= last;
}

export async function failIfOver(context: StepContext, member: RestoreMember): Promise<void> {
  if (await isRunning(context, member)) return;
  const log = need(
    await insist(context, () => readLogTail(on(context, member.name), logFile(privateFolder(context.id)))),
    'The log could not be read',
    member.name,
  );
  const { target } = aimOf(context);
  const { message, command, isTarget } = whyOver(log, member, targetWords(target));
  throw new Trouble(
    message,
    member.name,
    command ?? shellText(['less', logFile(privateFolder(context.id))]),
    {
      isTarget,
    },
  );
}

/** PostgreSQL's own line about where and why it stopped; null when there is none. */
export async function stopLine(context: StepContext, member: RestoreMember): Promise<string | null> {
  const log = await readLogTail(on(context, member.name), logFile(privateFolder(context.id)));
  if (!log.ok) return null;
  const line = log.value
    .split('\n')
    .filter((text) => text.includes('recovery stopping'))
    .at(-1);
  return line?.replace(/^.*?LOG:\s*/, '') ?? null;
}
