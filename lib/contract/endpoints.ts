import type { z } from 'zod';
import { backupDetailQuerySchema, backupDetailSchema, backupQuerySchema, backupsPageSchema } from './backups';
import { diagnosisQuerySchema, diagnosisSchema, memberLogQuerySchema, memberLogSchema } from './diagnosis';
import { drillReportSchema, drillsPageSchema, drillsQuerySchema } from './drills';
import { eventsPageSchema, eventsQuerySchema } from './events';
import { serverHealthSchema } from './health';
import {
  acceptRequestSchema,
  lookAnswerSchema,
  lookQuerySchema,
  operationRequestSchema,
  operationSchema,
  operationsPageSchema,
  operationsQuerySchema,
  planRequestSchema,
  planSchema,
} from './operations';
import { recoveryPointQuerySchema, recoveryPointSchema, recoverySchema } from './recovery';
import { replicationHistorySchema, replicationQuerySchema } from './replication';
import { restoreTestReportSchema, restoreTestsPageSchema, restoreTestsQuerySchema } from './restore-tests';
import { routeProofsAnswerSchema, routeProofsRequestSchema, routingSchema } from './routing';
import { fleetSchema, snapshotSchema } from './snapshot';

interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly says: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
}

/**
 * Every JSON endpoint: what it takes and what it answers. `GET /api/live` (SSE), `GET /metrics` (text) and the request
 * log of a drill (`…/drills/:id/requests`, a `DrillLogLine` a line) stand beside them.
 */
export const endpoints = {
  fleet: { method: 'GET', path: '/api/clusters', says: 'Every cluster in short.', answer: fleetSchema },
  cluster: {
    method: 'GET',
    path: '/api/clusters/:cluster',
    says: 'One cluster: the snapshot.',
    answer: snapshotSchema,
  },
  replication: {
    method: 'GET',
    path: '/api/clusters/:cluster/replication',
    says: 'Lag and WAL rate over the last `minutes` (1 to 1440; 60 when absent).',
    query: replicationQuerySchema,
    answer: replicationHistorySchema,
  },
  backups: {
    method: 'GET',
    path: '/api/clusters/:cluster/backups',
    says: 'Backups as chains, filtered and paged.',
    query: backupQuerySchema,
    answer: backupsPageSchema,
  },
  backup: {
    method: 'GET',
    path: '/api/clusters/:cluster/backups/:label',
    says: 'One backup and what it needs; `repository` names which repository when several hold it.',
    query: backupDetailQuerySchema,
    answer: backupDetailSchema,
  },
  recovery: {
    method: 'GET',
    path: '/api/clusters/:cluster/recovery',
    says: 'The recovery timeline: WAL that is really there, its gaps, backups, forks and marks, as columns.',
    answer: recoverySchema,
  },
  recoveryPoint: {
    method: 'GET',
    path: '/api/clusters/:cluster/recovery/point',
    says: 'Whether one target can be reached, from which backup, with how much WAL, and what is lost after it.',
    query: recoveryPointQuerySchema,
    answer: recoveryPointSchema,
  },
  events: {
    method: 'GET',
    path: '/api/clusters/:cluster/events',
    says: 'What happened, newest first; `before` and `limit` page.',
    query: eventsQuerySchema,
    answer: eventsPageSchema,
  },
  restoreTests: {
    method: 'GET',
    path: '/api/clusters/:cluster/restore-tests',
    says: 'Restore tests, newest first, with their settings and when backups were last proven; `before` and `limit` page.',
    query: restoreTestsQuerySchema,
    answer: restoreTestsPageSchema,
  },
  restoreTest: {
    method: 'GET',
    path: '/api/clusters/:cluster/restore-tests/:id',
    says: 'The report of one restore test.',
    answer: restoreTestReportSchema,
  },
  drills: {
    method: 'GET',
    path: '/api/clusters/:cluster/drills',
    says: 'Drills, newest first, with their main figures; `before` and `limit` page.',
    query: drillsQuerySchema,
    answer: drillsPageSchema,
  },
  drill: {
    method: 'GET',
    path: '/api/clusters/:cluster/drills/:id',
    says: 'The report of one drill, also while it runs; with `/markdown` after it as text to paste, with `/requests` its request log.',
    answer: drillReportSchema,
  },
  diagnosis: {
    method: 'GET',
    path: '/api/clusters/:cluster/members/:member/diagnosis',
    says: 'Why a member does not serve: what was found on its host so far and what it explains; `fresh=1` looks anew.',
    query: diagnosisQuerySchema,
    answer: diagnosisSchema,
  },
  memberLog: {
    method: 'GET',
    path: '/api/clusters/:cluster/members/:member/logs/:log',
    says: 'The end of the log `patroni` or `postgres` on the host of a member, passwords masked; `after` follows.',
    query: memberLogQuerySchema,
    answer: memberLogSchema,
  },
  routing: {
    method: 'GET',
    path: '/api/clusters/:cluster/routing',
    says: 'Who receives writes and reads, where HAProxy and Patroni disagree, and the proofs with their history.',
    answer: routingSchema,
  },
  proveRoutes: {
    method: 'POST',
    path: '/api/clusters/:cluster/routing/proofs',
    says: 'Writes and reads once through every route now, and answers what came of it.',
    body: routeProofsRequestSchema,
    answer: routeProofsAnswerSchema,
  },
  plan: {
    method: 'POST',
    path: '/api/clusters/:cluster/plans',
    says: 'Checks, steps and equivalent commands of a change; changes nothing.',
    body: planRequestSchema,
    answer: planSchema,
  },
  startOperation: {
    method: 'POST',
    path: '/api/clusters/:cluster/operations',
    says: 'Starts a change: 202; 409 while another runs; 412 with the checks that block.',
    body: operationRequestSchema,
    answer: operationSchema,
  },
  operations: {
    method: 'GET',
    path: '/api/clusters/:cluster/operations',
    says: 'Operations, newest first; `before` and `limit` page.',
    query: operationsQuerySchema,
    answer: operationsPageSchema,
  },
  operation: {
    method: 'GET',
    path: '/api/operations/:id',
    says: 'One operation with its steps.',
    answer: operationSchema,
  },
  cancelOperation: {
    method: 'POST',
    path: '/api/operations/:id/cancel',
    says: 'Asks a running operation to stop, where its kind can.',
    answer: operationSchema,
  },
  acceptOperation: {
    method: 'POST',
    path: '/api/operations/:id/accept',
    says: 'Decides at the gate where an operation waits: `accept`, `another_target`, `retry`, `discard`, as its `gate` lists.',
    body: acceptRequestSchema,
    answer: operationSchema,
  },
  queryOperation: {
    method: 'POST',
    path: '/api/operations/:id/query',
    says: 'One read-only statement in the database that a restore shows before it is accepted.',
    body: lookQuerySchema,
    answer: lookAnswerSchema,
  },
  health: {
    method: 'GET',
    path: '/api/health',
    says: 'Whether Howdah itself serves.',
    answer: serverHealthSchema,
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;
export type AnswerOf<Name extends EndpointName> = z.infer<(typeof endpoints)[Name]['answer']>;
