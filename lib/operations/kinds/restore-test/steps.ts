import { clusterNameSchema } from '@/lib/contract/names';
import type { RestoreTestInput } from '@/lib/contract/operations';
import type { RestoreTestPhaseId } from '@/lib/contract/restore-tests';
import { formatBytes } from '@/lib/domain/format';
import { pgbackrestError, restoreProgress } from '@/lib/domain/restore/pgbackrest-words';
import { judgeRestoreTest } from '@/lib/domain/restore-tests/judge-restore-test';
import {
  beginPhase,
  endPhase,
  endReport,
  newReport,
  withFailure,
  withLog,
} from '@/lib/domain/restore-tests/report';
import { scratchRestoreArguments } from '@/lib/domain/restore-tests/scratch-commands';
import { errorText } from '@/lib/store/store-error';
import { readJob } from '@/lib/upstream/host/job';
import { holdsRestore, makeScratchFolder } from '@/lib/upstream/host/scratch-instance';
import type { StepContext, StepDefinition, StepEnd } from '../../kind';
import { blockingText } from '../../preflight-end';
import { followJob } from '../restore/host-job';
import {
  jobOf,
  keep,
  memoryOf,
  onHost,
  planOf,
  reportOf,
  TestFailure,
  type TestFailureWords,
  type TestMemory,
} from './memory';
import { surveyTest } from './survey';
import { endFailed } from './take-down';
import { testPlanOf } from './test-plan';

const listedAgoMs = 15_000;
const mostLines = 60;

/** Finds out once more what the test works with, keeps it, and makes the folder. */
export async function makePlace(context: StepContext, input: RestoreTestInput): Promise<StepEnd> {
  if (memoryOf(context).failure !== undefined) return endFailed(context);
  if (memoryOf(context).plan === undefined) {
    const blocked = await beginTest(context, input);
    if (blocked !== null) return { end: 'failed', message: `Nothing was made: ${blocked}` };
  }
  const { place, host } = planOf(context);
  await keep(context, reportOf(context));
  const made = await makeScratchFolder(onHost(context), place, context.id);
  if (context.signal.aborted) return { end: 'failed', message: 'stopped' };
  if (!made.ok) {
    const message = `No folder could be made: ${made.reason}.`;
    const failure = { phase: 'restore', message, words: [made.reason] } as const;
    // The host said no: there is nothing to take down.
    if (made.kind !== 'command_failed') return fail(context, failure);
    const nowMs = context.clock.nowMs();
    const told = withFailure(reportOf(context), failure, nowMs);
    await keep(context, endReport(told, 'failed', true, nowMs));
    return { end: 'failed', message };
  }
  return { end: 'done', message: `${place.folder} on ${host}.` };
}

async function beginTest(context: StepContext, input: RestoreTestInput): Promise<string | null> {
  const { port, hosts, clock } = context;
  const snapshot = port.snapshot();
  const survey = await surveyTest(input, { port, hosts, snapshot, nowMs: clock.nowMs() }, listedAgoMs);
  if (survey === null) return 'restore tests are not configured any more.';
  const { checks, blocked } = judgeRestoreTest({ sideOperations: [] }, survey.ground, []);
  const plan = testPlanOf(context.id, input, survey, port, snapshot);
  if (blocked || plan === null) return blockingText(checks);
  const set = survey.ground.answer.path?.set ?? null;
  const report = newReport({
    id: context.id,
    cluster: clusterNameSchema.parse(context.cluster),
    startedAt: new Date(clock.nowMs()).toISOString(),
    requestedBy: context.requestedBy,
    host: plan.host,
    target: input.target,
    set:
      set === null
        ? null
        : {
            label: set.label,
            type: set.type,
            repository: set.repository,
            endedAt: set.endedAt,
            sizeBytes: set.databaseSizeBytes,
          },
    folder: plan.place.folder,
    timeline: plan.restore.timeline,
    postgresVersion: survey.ground.found?.postgresVersion ?? null,
  });
  await context.remember({ sentAtMs: clock.nowMs(), plan, report } satisfies TestMemory);
  return null;
}

/** One measured phase: when it does not come to its end, all of the test is taken down at once. */
export function phase(
  id: Exclude<RestoreTestPhaseId, 'remove'>,
  work: (context: StepContext) => Promise<string>,
): StepDefinition {
  return {
    id,
    async run(context) {
      if (memoryOf(context).failure !== undefined) return endFailed(context);
      try {
        await keep(context, beginPhase(reportOf(context), id, context.clock.nowMs()));
        const message = await work(context);
        await keep(context, endPhase(reportOf(context), id, 'done', context.clock.nowMs()));
        return { end: 'done', message };
      } catch (error) {
        // Called off: the end of this step is not read.
        if (context.signal.aborted) return { end: 'failed', message: 'stopped' };
        const words = error instanceof TestFailure ? error.words : [];
        return fail(context, { phase: id, message: errorText(error), words });
      }
    },
  };
}

async function fail(context: StepContext, failure: TestFailureWords): Promise<StepEnd> {
  context.log(failure.message);
  for (const line of failure.words) context.log(line);
  context.note({ failure, final: true } satisfies TestMemory);
  await keep(context, withFailure(reportOf(context), failure, context.clock.nowMs()));
  return endFailed(context);
}

/** Lets pgBackRest restore the set into the folder, as a job of that host. */
export async function restoreSet(context: StepContext): Promise<string> {
  const { host, place, restore } = planOf(context);
  const run = onHost(context);
  const job = jobOf(context, 'restore');
  const sizeBytes = reportOf(context).set?.sizeBytes ?? null;
  const known = await readJob(run, job, 0);
  if (known.ok && known.value.state === 'absent') {
    const whole = await holdsRestore(run, place);
    // Its end was seen and its job removed right before Howdah stopped.
    if (whole.ok && whole.value) return `${restore.label} is there.`;
  }
  let progress = { files: 0, fraction: 0 };
  let told = '';
  const argv = scratchRestoreArguments(restore, place);
  const end = await followJob(context, host, job, argv, (text) => {
    progress = restoreProgress(progress, text);
    told = `${told}${text.replace(/^.*DETAIL: .*\n?/gm, '')}`.slice(-20_000);
    const of = sizeBytes === null ? '' : ` of ${formatBytes(sizeBytes)}`;
    const bytes = sizeBytes === null ? '' : `, ${formatBytes(sizeBytes * progress.fraction)}${of}`;
    context.progress(progress.fraction, `${progress.files} files${bytes}`);
  });
  const lines = told.split('\n').filter((line) => / (INFO|WARN|ERROR): /.test(line) || /^\s+\S/.test(line));
  await keep(context, withLog(reportOf(context), 'restore', lines.slice(-mostLines)));
  if (end.exitCode !== 0) {
    const why = pgbackrestError(end.tail) ?? end.lastLine ?? `it ended with code ${end.exitCode}`;
    const words = lines.filter((line) => / (WARN|ERROR): /.test(line));
    throw new TestFailure(`pgBackRest could not restore ${restore.label}: ${why}`, words);
  }
  const files = Number(/file total = (\d+)/.exec(end.tail)?.[1] ?? progress.files);
  await keep(context, { ...reportOf(context), restoredFiles: files, restoredBytes: sizeBytes });
  return `${files} files${sizeBytes === null ? '' : `, ${formatBytes(sizeBytes)}`}; every checksum agrees.`;
}
