import type { DrillInput, DrillReport } from '@/lib/contract/drills';
import { clusterNameSchema } from '@/lib/contract/names';
import type { StepContext } from '../../kind';
import { type DrillPorts, portsOf } from './ground';

/** All that a drill works with once it has begun. */
export interface DrillPlan {
  readonly schema: string;
  readonly stops: readonly string[];
  /** Whose PostgreSQL is stopped or restarted in the middle. */
  readonly subject: string | null;
  /** Who served before: they are to serve again afterwards. */
  readonly served: readonly string[];
}

/** What a drill keeps across a crash. */
export interface DrillMemory {
  readonly sentAtMs?: number;
  readonly plan?: DrillPlan;
  readonly loadBegun?: true;
  /** Why it did not come to its end; what is left is to put things back. */
  readonly failure?: string;
  readonly interrupted?: true;
}

export function memoryOf(context: StepContext): DrillMemory {
  return context.memory() as DrillMemory;
}

export function planOf(context: StepContext): DrillPlan {
  const { plan } = memoryOf(context);
  if (plan === undefined) throw new Error('the drill has no plan yet');
  return plan;
}

export function schemaOf(id: string): string {
  return `howdah_drill_${id.replaceAll('-', '').slice(0, 8)}`;
}

export function drillPorts(context: StepContext, input: DrillInput): DrillPorts {
  const ports = portsOf(context.port.settings, context.port.snapshot(), input.proxy);
  if (typeof ports === 'string') throw new Error(ports);
  return ports;
}

export async function reportOf(context: StepContext, input: DrillInput): Promise<DrillReport> {
  return (await context.drills.find(context.id)) ?? newReport(context, input);
}

function newReport(context: StepContext, input: DrillInput): DrillReport {
  return {
    id: context.id,
    cluster: clusterNameSchema.parse(context.cluster),
    outcome: 'running',
    input,
    requestedBy: context.requestedBy,
    startedAt: new Date(context.clock.nowMs()).toISOString(),
    endedAt: null,
    loadStartedAt: null,
    loadEndedAt: null,
    eventAt: null,
    eventEndedAt: null,
    eventOperationId: null,
    writes: null,
    reads: null,
    downs: [],
    allDownMs: null,
    account: null,
    backwards: null,
    happenings: [],
    cleaned: null,
    failure: null,
  };
}
