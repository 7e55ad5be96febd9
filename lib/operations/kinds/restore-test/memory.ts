import type { RestoreTestPhaseId, RestoreTestReport } from '@/lib/contract/restore-tests';
import type { ScratchRestore } from '@/lib/domain/restore-tests/scratch-commands';
import type { ScratchPlace } from '@/lib/domain/restore-tests/scratch-place';
import type { RestoreAssertion } from '@/lib/settings/types';
import type { RunHostCommand } from '@/lib/upstream/host/host-command';
import type { PsqlTarget } from '@/lib/upstream/host/psql';
import { commandsOn } from '../../host-access';
import type { StepContext } from '../../kind';

/** All that a test works with once it has begun, whatever becomes of the settings meanwhile. */
export interface TestPlan {
  readonly host: string;
  readonly place: ScratchPlace;
  readonly restore: ScratchRestore;
  readonly binDirectory: string;
  readonly port: number;
  readonly superuser: string;
  /** How many segments are to be replayed, and the last that is there; null where that is not known. */
  readonly walSegments: number | null;
  readonly walLast: string | null;
  readonly amcheck: 'wanted' | 'where_there' | 'off';
  readonly assertions: readonly RestoreAssertion[];
}

export interface TestFailureWords {
  readonly phase: RestoreTestPhaseId;
  readonly message: string;
  readonly words: readonly string[];
}

/** What a restore test keeps across a crash. */
export interface TestMemory {
  readonly sentAtMs?: number;
  readonly plan?: TestPlan;
  readonly report?: RestoreTestReport;
  readonly failure?: TestFailureWords;
  /** Its outcome is certain: what is left is to take it down. */
  readonly final?: boolean;
}

export function memoryOf(context: StepContext): TestMemory {
  return context.memory() as TestMemory;
}

export function planOf(context: StepContext): TestPlan {
  const { plan } = memoryOf(context);
  if (plan === undefined) throw new Error('the restore test has no plan yet');
  return plan;
}

export function reportOf(context: StepContext): RestoreTestReport {
  const { report } = memoryOf(context);
  if (report === undefined) throw new Error('the restore test has no report yet');
  return report;
}

/** Keeps the report with the operation and where reports are kept. */
export async function keep(context: StepContext, report: RestoreTestReport): Promise<void> {
  context.note({ report } satisfies TestMemory);
  await context.keepReport(report);
}

/** Commands on the test's host. What makes something there is waited for, so that it can be taken down again. */
export function onHost(context: StepContext): RunHostCommand {
  return commandsOn(context.hosts, planOf(context).host);
}

/** Questions to it, which are called off with the step. */
export function asking(context: StepContext): RunHostCommand {
  const run = onHost(context);
  return (argv, options) => run(argv, { signal: context.signal, ...options });
}

export function jobOf(context: StepContext, step: 'restore' | 'amcheck'): string {
  return `${context.id}-${step}`;
}

/** `template1`: the one database that every cluster has and that can be connected to. */
export function scratchDatabase(context: StepContext, database = 'template1'): PsqlTarget {
  const { binDirectory, place, port, superuser } = planOf(context);
  return { binDirectory, socketDirectory: place.folder, port, user: superuser, database };
}

/** The test came to its end without passing. */
export class TestFailure extends Error {
  constructor(
    message: string,
    readonly words: readonly string[] = [],
  ) {
    super(message);
  }
}
