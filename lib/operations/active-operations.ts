import { laneOfKind, type OperationLane, type OperationSummary } from '@/lib/contract/operations';
import type { OperationRun, StepContext } from './kind';
import { summaryOf } from './operation-record';
import type { Recorder } from './recorder';
import type { Decisions } from './step-context';
import type { Stops } from './stops';

/** An operation that this process runs. */
export interface Active {
  readonly recorder: Recorder;
  readonly stops: Stops;
  readonly decisions: Decisions;
  readonly run: OperationRun;
  /** For a query: it belongs to no step, and is over when its answer is there. */
  context(): StepContext;
  /** Ends when the operation has ended and is written. */
  readonly done: Promise<void>;
}

/** What runs in which lane, by what each operation says of itself at this moment. */
export function lanesOf(active: ReadonlyMap<string, Active>) {
  const activeOf = (cluster: string, lane: OperationLane): Active | undefined =>
    [...active.values()].find(({ recorder }) => {
      const operation = recorder.operation();
      return operation.cluster === cluster && laneOfKind[operation.kind] === lane;
    });

  const runningIn = (cluster: string, lane: OperationLane): OperationSummary | null => {
    const operation = activeOf(cluster, lane)?.recorder.operation();
    return operation === undefined || operation.endedAt !== null ? null : summaryOf(operation);
  };

  return {
    activeOf,
    runningIn,
    current: (cluster: string) => runningIn(cluster, 'cluster'),
    beside: (cluster: string): OperationSummary[] =>
      (['repository', 'test', 'drill'] as const).flatMap((lane) => runningIn(cluster, lane) ?? []),
  };
}
