import { randomUUID } from 'node:crypto';
import type { ClusterEvent } from '@/lib/contract/events';
import type { ClusterName } from '@/lib/contract/names';
import type { Operation, OperationRequest, OperationSummary } from '@/lib/contract/operations';
import type { KindPlan, PreparedOperation } from './kind';

export function summaryOf(operation: Operation): OperationSummary {
  const { id, cluster, kind, title, status, createdAt, endedAt, currentStep, summary, requestedBy } =
    operation;
  return { id, cluster, kind, title, status, createdAt, endedAt, currentStep, summary, requestedBy };
}

const severities = { succeeded: 'good', failed: 'warning', unknown: 'warning', cancelled: 'info' } as const;

/** What the cluster's history says of it, as it begins (while it runs) and as it ends. */
export function eventOf(operation: Operation, nowMs: number): Omit<ClusterEvent, 'id'> {
  const { status, title, summary } = operation;
  const isOver = status !== 'running' && status !== 'waiting';
  return {
    cluster: operation.cluster,
    at: new Date(nowMs).toISOString(),
    kind: isOver ? 'operation_ended' : 'operation_started',
    severity: isOver ? severities[status] : 'info',
    subject: null,
    title: isOver ? `${title}: ${summary ?? status}` : `${title} began`,
    operationId: operation.id,
    detail: { kind: operation.kind, status, requestedBy: operation.requestedBy },
  };
}

export function newOperation(from: {
  cluster: string;
  request: OperationRequest;
  requestedBy: string;
  prepared: PreparedOperation;
  plan: KindPlan;
  nowMs: number;
}): Operation {
  const { cluster, request, requestedBy, prepared, plan, nowMs } = from;
  return {
    id: randomUUID(),
    cluster: cluster as ClusterName,
    kind: prepared.kind,
    title: prepared.title,
    status: 'running',
    createdAt: new Date(nowMs).toISOString(),
    endedAt: null,
    currentStep: plan.steps[0]?.title ?? null,
    summary: null,
    input: prepared.input,
    reason: request.reason ?? null,
    requestedBy,
    checks: [...plan.checks],
    commands: [...plan.commands],
    steps: plan.steps.map(({ id, title }) => ({
      id,
      title,
      status: 'pending',
      startedAt: null,
      endedAt: null,
      message: null,
      progress: null,
      log: [],
    })),
    result: null,
    error: null,
    needsPerson: null,
    gate: null,
    cancellable: true,
    stopMeans: 'calls_off',
  };
}

/** Whether its first step was: only then had whoever asked for it been told that it was taken. */
export function hasBegun({ steps }: Operation): boolean {
  return steps.some(({ startedAt }) => startedAt !== null);
}

/** How one ends that was recorded, and of which nobody was told that it runs. */
export function notBegun(operation: Operation, nowMs: number, why: string): Operation {
  const summary = `${why} It was not begun and nothing was changed; start it again if it is still wanted.`;
  return {
    ...operation,
    status: 'failed',
    endedAt: new Date(nowMs).toISOString(),
    currentStep: null,
    steps: operation.steps.map((step) => ({ ...step, status: 'skipped' })),
    summary,
    error: summary,
    cancellable: false,
    stopMeans: null,
  };
}
