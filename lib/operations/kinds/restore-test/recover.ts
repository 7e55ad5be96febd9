import { formatCount } from '@/lib/domain/format';
import { nothingLogged, type RecoveryLog, readRecoveryLog } from '@/lib/domain/restore-tests/recovery-log';
import { withLog } from '@/lib/domain/restore-tests/report';
import type { Answer } from '@/lib/upstream/answer';
import { startInstance } from '@/lib/upstream/host/postgres-instance';
import { askPsql } from '@/lib/upstream/host/psql';
import { configureScratch, lookAtScratch, readPreparedLimit } from '@/lib/upstream/host/scratch-instance';
import type { StepContext } from '../../kind';
import { asking, keep, onHost, planOf, reportOf, scratchDatabase, TestFailure } from './memory';
import { startCommand } from './test-plan';

const lookMs = 400;
/** A postmaster that was just asked to start may not have written its number yet. */
const startMs = 5_000;
const silentMs = 60_000;
const askMs = 15_000;
const mostLines = 120;

/** Starts the scratch instance and follows it until it takes writes. Throws `TestFailure` when it does not get there. */
export async function recoverInstance(context: StepContext): Promise<string> {
  await start(context);
  const { log, text } = await replay(context);
  await keepLog(context, log, text);
  const missing = missingWal(context, log);
  if (missing !== null) throw new TestFailure(missing, log.troubles);
  const to = log.lastTransactionAt === null ? '' : ` to the transaction of ${log.lastTransactionAt}`;
  return `${segmentsText(log)} replayed${to}; it takes writes.`;
}

async function start(context: StepContext): Promise<void> {
  const run = onHost(context);
  const { place, binDirectory, port } = planOf(context);
  const before = need(await lookAtScratch(run, place, 0), 'The scratch instance could not be looked at');
  if (before.isRunning || before.log !== '') return;
  need(await configureScratch(run, place), 'It could not be configured');
  const limit = need(await readPreparedLimit(run, place, binDirectory), 'pg_controldata failed');
  need(await startInstance(run, startCommand(binDirectory, place, port, limit)), 'It could not be started');
}

async function replay(context: StepContext): Promise<{ log: RecoveryLog; text: string }> {
  const { clock, signal } = context;
  const { place, host, walSegments } = planOf(context);
  const run = asking(context);
  let [offset, rest, text, log] = [0, '', '', nothingLogged];
  let stoppedSinceMs: number | null = null;
  let heardAtMs = clock.nowMs();
  while (!signal.aborted) {
    const look = await lookAtScratch(run, place, offset);
    const nowMs = clock.nowMs();
    if (!look.ok) {
      if (nowMs - heardAtMs > silentMs)
        throw new TestFailure(`${host} does not answer any more.`, [look.reason]);
      context.progress(null, `${host} does not answer: ${look.reason}`);
    } else {
      heardAtMs = nowMs;
      offset = look.value.nextOffset;
      const lines = (rest + look.value.log).split('\n');
      rest = lines.pop() ?? '';
      text = `${text}${lines.map((line) => `${line}\n`).join('')}`.slice(-200_000);
      log = readRecoveryLog(log, lines.join('\n'));
      showProgress(context, log, walSegments);
      if (log.isOpen && (await takesWrites(context))) return { log, text };
      stoppedSinceMs = look.value.isRunning || look.value.log !== '' ? null : (stoppedSinceMs ?? nowMs);
      if (stoppedSinceMs !== null && nowMs - stoppedSinceMs > (text === '' ? startMs : lookMs)) {
        await keepLog(context, log, text);
        throw new TestFailure(stoppedWords(log), log.troubles);
      }
    }
    await clock.sleep(lookMs, signal);
  }
  throw new Error('stopped');
}

function showProgress(context: StepContext, log: RecoveryLog, walSegments: number | null): void {
  const { size } = log.segments;
  const of = walSegments === null ? '' : ` of about ${formatCount(walSegments)}`;
  const fraction = walSegments === null || walSegments === 0 ? null : Math.min(1, size / walSegments);
  context.progress(fraction, `${segmentsText(log)}${of} fetched`);
}

async function takesWrites(context: StepContext): Promise<boolean> {
  const answer = await askPsql(asking(context), scratchDatabase(context), 'select pg_is_in_recovery()', {
    timeoutMs: askMs,
  });
  if (answer.ok) return answer.value[0]?.[0] === 'f';
  if (answer.kind === 'connection_lost' && !/does not exist|role|authentication/.test(answer.reason))
    return false;
  throw new TestFailure(`It opened, and cannot be asked: ${answer.reason}.`, [answer.reason]);
}

function stoppedWords({ troubles, segments }: RecoveryLog): string {
  const why = troubles.findLast((text) => !/terminating|aborting startup/.test(text)) ?? troubles.at(-1);
  if (why === undefined) return 'PostgreSQL has stopped without a word in its log.';
  if (why.includes('recovery ended before configured recovery target was reached')) {
    return `The WAL ends before the target, after ${segments.size} segments: ${why}.`;
  }
  return `PostgreSQL could not recover it: ${why}.`;
}

/**
 * At the end of what it can fetch PostgreSQL opens without a word, also when a segment is there and cannot be read:
 * to `archive-get` that fails it listens as to one that finds nothing.
 */
function missingWal(context: StepContext, { lastSegment, troubles }: RecoveryLog): string | null {
  const { restore, walLast } = planOf(context);
  if (restore.target.type !== 'latest' || walLast === null) return null;
  if (lastSegment !== null && lastSegment >= walLast) return null;
  const last = lastSegment === null ? 'before any segment' : `after ${lastSegment}`;
  const said = troubles.length === 0 ? '' : ` pgBackRest said: ${troubles.slice(0, 2).join(' ')}`;
  return `Replay ended ${last}, though the repository has WAL up to ${walLast}: what comes after would be lost.${said}`;
}

async function keepLog(context: StepContext, log: RecoveryLog, text: string): Promise<void> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const report = withLog(reportOf(context), 'recover', lines.slice(-mostLines));
  const { redoEnd, consistentAt, lastTransactionAt } = log;
  await keep(context, {
    ...report,
    walSegments: log.segments.size,
    recoveredTo: { lsn: redoEnd ?? consistentAt, at: lastTransactionAt },
  });
}

function segmentsText({ segments }: RecoveryLog): string {
  return segments.size === 1 ? '1 WAL segment' : `${formatCount(segments.size)} WAL segments`;
}

function need<Value>(answer: Answer<Value>, what: string): Value {
  if (answer.ok) return answer.value;
  throw new TestFailure(`${what}: ${answer.reason}.`, [answer.reason]);
}
