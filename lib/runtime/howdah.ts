import type { BackupDetail, BackupQuery, BackupsPage } from '@/lib/contract/backups';
import type { Diagnosis, MemberLog, MemberLogName, MemberLogQuery } from '@/lib/contract/diagnosis';
import type { DrillReport, DrillsPage, DrillsQuery } from '@/lib/contract/drills';
import type { EventsPage } from '@/lib/contract/events';
import type { ServerHealth } from '@/lib/contract/health';
import type { LiveMessage } from '@/lib/contract/live';
import type {
  AcceptRequest,
  LookAnswer,
  LookQuery,
  Operation,
  OperationRequest,
  OperationsPage,
  Plan,
  PlanRequest,
} from '@/lib/contract/operations';
import type { Recovery, RecoveryPointPage, RecoveryPointQuery } from '@/lib/contract/recovery';
import type { ReplicationHistory } from '@/lib/contract/replication';
import type { RestoreTestReport, RestoreTestsPage } from '@/lib/contract/restore-tests';
import type { RouteProofsAnswer, Routing } from '@/lib/contract/routing';
import type { Fleet, Snapshot } from '@/lib/contract/snapshot';

/**
 * Everything that a page or a route handler may ask of the server, and all that it may.
 * Reading never asks an upstream system: it answers from what the monitor last learnt
 * (`backup`, which asks pgBackRest for one set, and `diagnosis` with `memberLog`, which ask a host, are the exceptions).
 * An unknown cluster, member, backup or operation throws an `HttpError` with its code.
 */
export interface Howdah {
  fleet(): Fleet;
  snapshot(cluster: string): Snapshot;
  routing(cluster: string): Routing;
  /** Writes and reads through every route of the cluster now. */
  proveRoutes(cluster: string): Promise<RouteProofsAnswer>;
  replication(cluster: string, minutes: number): Promise<ReplicationHistory>;
  backups(cluster: string, query: BackupQuery): BackupsPage;
  backup(cluster: string, label: string, repository?: number | undefined): Promise<BackupDetail>;
  recovery(cluster: string): Promise<Recovery>;
  recoveryPoint(cluster: string, query: RecoveryPointQuery): RecoveryPointPage;
  events(cluster: string, page: { before?: number | undefined; limit: number }): Promise<EventsPage>;
  plan(cluster: string, request: PlanRequest): Promise<Plan>;
  startOperation(
    cluster: string,
    request: OperationRequest,
    requestedBy: string,
    key?: string | undefined,
  ): Promise<Operation>;
  operations(cluster: string, page: { before?: string | undefined; limit: number }): Promise<OperationsPage>;
  restoreTests(
    cluster: string,
    query: { before?: string | undefined; limit: number },
  ): Promise<RestoreTestsPage>;
  restoreTest(cluster: string, id: string): Promise<RestoreTestReport>;
  drills(cluster: string, query: DrillsQuery): Promise<DrillsPage>;
  drill(cluster: string, id: string): Promise<DrillReport>;
  /** The request log of a drill as NDJSON, one `DrillLogLine` a line. */
  drillRequests(cluster: string, id: string): Promise<ReadableStream<Uint8Array>>;
  /** How the present look at a member stands; begins one when the last is old, or `fresh` is wanted. */
  diagnosis(cluster: string, member: string, options: { fresh: boolean }): Diagnosis;
  memberLog(cluster: string, member: string, log: MemberLogName, query: MemberLogQuery): Promise<MemberLog>;
  operation(id: string): Promise<Operation>;
  cancelOperation(id: string, requestedBy: string): Promise<Operation>;
  acceptOperation(id: string, decision: AcceptRequest, requestedBy: string): Promise<Operation>;
  queryOperation(id: string, query: LookQuery): Promise<LookAnswer>;
  health(): Promise<ServerHealth>;
  /** The text of `GET /metrics`. */
  metrics(): string;
  /** Sends what one browser sees until `signal` aborts; while any watches, that cluster is polled every second. */
  watch(cluster: string | null, send: (message: LiveMessage) => void, signal: AbortSignal): void;
}
