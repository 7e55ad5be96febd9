import { formatDurationMs } from '@/lib/domain/format';
import { logLines, tellingLines } from '@/lib/domain/repository/pgbackrest-log';
import type { OperationRun, StepContext, StepEnd } from '../kind';
import { rememberAtLast } from '../remember-at-last';
import { beginJob, clearJob, endJob, followerOf, type RepositoryJob } from './repository-job';
import type { PgbackrestPlace } from './repository-place';

/** So much of the output is held for its judge; a report stands at its end. */
const keptBytes = 1024 * 1024;

/** What an operation of one command keeps across a crash. */
interface OutputMemory {
  readonly sentAtMs?: number;
  readonly place?: PgbackrestPlace;
  /** How its step ended, once that is known; kept before the output is thrown away. */
  readonly judged?: StepEnd;
  readonly tookMs?: number;
}

export interface OutputCommand {
  /** Of its only step, and of the job. */
  readonly id: string;
  /** Asked once, when it begins. */
  placeOf(context: StepContext): PgbackrestPlace;
  arguments(place: PgbackrestPlace, context: StepContext): readonly string[];
  /** What the output comes to. `exitCode` is null when it was killed, or its host was restarted. */
  judge(context: StepContext, output: string, exitCode: number | null): Promise<StepEnd>;
}

export type OutputRun = Pick<OperationRun, 'steps' | 'isFinal'> & {
  readonly putBack: NonNullable<OperationRun['putBack']>;
  durationMs(context: StepContext): number | null;
};

/** A pgBackRest command that is run as a job of its host, and judged by all that it wrote. It can be stopped. */
export function outputRun(command: OutputCommand): OutputRun {
  const memoryOf = (context: StepContext) => context.memory() as OutputMemory;
  const placeOf = (context: StepContext) => memoryOf(context).place ?? command.placeOf(context);
  const jobOf = (context: StepContext): RepositoryJob => ({
    host: placeOf(context).host,
    id: `${context.id}-${command.id}`,
  });

  const followToEnd = async (context: StepContext): Promise<StepEnd | null> => {
    const { clock } = context;
    const beganMs = memoryOf(context).sentAtMs ?? clock.nowMs();
    let output = '';
    let rest = '';
    const outcome = await followerOf(jobOf).follow(context, {
      take(part, isNew) {
        output = (output + part).slice(-keptBytes);
        const next = logLines(rest, part);
        rest = next.rest;
        if (isNew) for (const line of tellingLines(next.lines)) context.log(line);
      },
      isEnough: () => false,
      look: () => context.progress(null, `For ${formatDurationMs(clock.nowMs() - beganMs)}`),
    });
    if (outcome.state === 'left' || outcome.state === 'enough') return null;
    const end = await command.judge(context, output, outcome.state === 'ended' ? outcome.exitCode : null);
    await rememberAtLast(context, { judged: end, tookMs: clock.nowMs() - beganMs } satisfies OutputMemory);
    await clearJob(context, jobOf(context));
    return end;
  };

  const run = async (context: StepContext): Promise<StepEnd> => {
    const { place, judged } = memoryOf(context);
    if (judged !== undefined) {
      await clearJob(context, jobOf(context));
      return judged;
    }
    if (place === undefined) {
      const sentAtMs = context.clock.nowMs();
      await context.remember({ sentAtMs, place: command.placeOf(context) } satisfies OutputMemory);
    }
    const begun = await beginJob(context, jobOf(context), command.arguments(placeOf(context), context));
    if (begun.end !== 'done') return begun;
    return (await followToEnd(context)) ?? { end: 'failed', message: 'stopped' };
  };

  return {
    steps: [{ id: command.id, run }],
    putBack: {
      id: 'put_back',
      title: 'Stop pgBackRest',
      async run(context) {
        await endJob(context, jobOf(context));
        await clearJob(context, jobOf(context));
        return { end: 'done', message: 'pgBackRest was stopped. Nothing was changed.' };
      },
    },
    isFinal: (memory) => (memory as OutputMemory).judged !== undefined,
    durationMs: (context) => memoryOf(context).tookMs ?? null,
  };
}
