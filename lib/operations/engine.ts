import type { ClusterEvent } from '@/lib/contract/events';
import { HowdahError } from '@/lib/contract/howdah-error';
import type { ClusterName } from '@/lib/contract/names';
import {
  type AcceptRequest,
  type LookAnswer,
  type LookQuery,
  laneOfKind,
  type Operation,
  type OperationLane,
  type OperationRequest,
  type OperationSummary,
  type OperationsPage,
  type Plan,
  type PlanRequest,
} from '@/lib/contract/operations';
import type { RestoreTestReport } from '@/lib/contract/restore-tests';
import type { Snapshot } from '@/lib/contract/snapshot';
import type { ClusterSettings } from '@/lib/settings/types';
import {
  findOperation,
  listOperations,
  listUnfinished,
  measuredFacts,
  type StoredOperation,
  unfinishedIn,
} from '@/lib/store/operations';
import type { Store } from '@/lib/store/queryable';
import type { RequestKey } from '@/lib/store/request-keys';
import { errorText, isUniqueViolation } from '@/lib/store/store-error';
import { type Active, lanesOf } from './active-operations';
import { byHandOf } from './by-hand';
import { type Clock, systemClock } from './clock';
import type { ClusterPort } from './cluster-port';
import { type DrillCalls, drillCalls } from './drill-calls';
import { patientKeeper } from './drill-keeper';
import { waitingAt } from './gate-request';
import { type HostAccess, hostAccess } from './host-access';
import { createIntake } from './intake';
import type { DrillKeeper, KindPlan, PreparedOperation, StepEnd } from './kind';
import { eventOf, hasBegun, newOperation, summaryOf } from './operation-record';
import { ownTime } from './own-time';
import { type PatroniCalls, patroniCalls } from './patroni-calls';
import { blockingText, preflightEnd } from './preflight-end';
import { createRecorder, type Logger } from './recorder';
import { createRepeats, requestKey } from './repeats';
import { checkMember, prepareRequest } from './request';
import { type RunnerParts, runOperation } from './runner';
import { contextOf, createDecisions } from './step-context';
import { createStops } from './stops';

export interface EngineParts {
  readonly store: Store;
  readonly clusters: ReadonlyMap<string, ClusterPort>;
  /** Called with every change of a running operation, at most every 250 ms, and at once when its status changes. */
  readonly publish: (operation: Operation) => void;
  /** Takes how a restore test stands; without it nothing is kept. */
  readonly keepReport?: (report: RestoreTestReport) => Promise<unknown>;
  /** Keeps the reports of drills; without it nothing is kept. */
  readonly drills?: DrillKeeper;
  readonly recordEvent: (event: Omit<ClusterEvent, 'id'>) => Promise<unknown>;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly patroni?: PatroniCalls;
  readonly drillCalls?: DrillCalls;
  readonly hosts?: (settings: ClusterSettings) => HostAccess;
}

export interface Engine {
  plan(cluster: string, request: PlanRequest): Promise<Plan>;
  /**
   * Resolves as soon as it is certain to run; throws `blocked`, `operation_running`, `not_ready`, … otherwise. With the
   * `key` of a request that was taken within a day it is that operation; `invalid_input` when that was another request.
   */
  start(
    cluster: string,
    request: OperationRequest,
    requestedBy: string,
    key?: string | undefined,
  ): Promise<Operation>;
  cancel(id: string, by: string): Promise<Operation>;
  /** Decides at the gate where it waits; throws `not_possible_now` when it waits at none, `invalid_input` otherwise. */
  accept(id: string, decision: AcceptRequest, by: string): Promise<Operation>;
  /** One read-only statement where the operation lets a person look. */
  query(id: string, query: LookQuery): Promise<LookAnswer>;
  get(id: string): Promise<Operation>;
  list(cluster: string, page: { before?: string; limit: number }): Promise<OperationsPage>;
  /** The operation of a cluster that has not ended and changes the cluster itself. */
  current(cluster: string): OperationSummary | null;
  /** Those that run beside it: backups and their like, restore tests. */
  beside(cluster: string): OperationSummary[];
  /** Takes up what an earlier Howdah left unfinished; call it once, before `start`. Waits for the store by itself. */
  resumeAll(): Promise<void>;
  /** Whether what an earlier Howdah left has been taken up: only then is anything begun. */
  isReady(): boolean;
  /**
   * Leaves running operations as they stand, for the next `resumeAll`, here or elsewhere. Resolves when nothing of them
   * goes on here; nothing is begun until then.
   */
  leave(): Promise<void>;
  /** The same for good. */
  close(): Promise<void>;
}

const RETRY_MS = 2_000;
/** So that the answer to a decision shows what came of it first. */
const DECIDED_MS = 100;
const MEASURED = 5;

export function createEngine(parts: EngineParts): Engine {
  const { store, clusters, publish, recordEvent, logger } = parts;
  const clock = parts.clock ?? systemClock;
  const patroni = parts.patroni ?? patroniCalls;
  const load = parts.drillCalls ?? drillCalls;
  let leaving = new AbortController();
  const active = new Map<string, Active>();
  const starting = new Set<string>();
  let resumed = false;

  const portOf = (cluster: string): ClusterPort => {
    const port = clusters.get(cluster);
    if (port === undefined) {
      const known = [...clusters.keys()].join(', ');
      throw new HowdahError('unknown_cluster', `There is no cluster «${cluster}». Known: ${known}.`, {
        cluster,
      });
    }
    return port;
  };

  const hostsOf = new Map<string, HostAccess>();
  const hostsFor = (port: ClusterPort): HostAccess => {
    const { name } = port.settings;
    const hosts = hostsOf.get(name) ?? (parts.hosts ?? hostAccess)(port.settings);
    hostsOf.set(name, hosts);
    return hosts;
  };

  const { activeOf, runningIn, current, beside } = lanesOf(active);

  const measuredOf = async (cluster: string, prepared: PreparedOperation): Promise<number[]> => {
    try {
      for (const fact of prepared.measures) {
        const figures = await measuredFacts(store, { cluster, kind: prepared.kind, fact, limit: MEASURED });
        if (figures.length > 0) return figures;
      }
    } catch (error) {
      logger.warn({ cluster, reason: errorText(error) }, 'earlier operations could not be read');
    }
    return [];
  };

  /** `isOwn`: the operation that is judged runs itself, and does not stand in its own way. */
  const judge = async (
    port: ClusterPort,
    prepared: PreparedOperation,
    snapshot: Snapshot,
    isOwn: boolean,
  ): Promise<KindPlan> => {
    const { name } = port.settings;
    const lane = laneOfKind[prepared.kind];
    // pgBackRest is asked twice a minute: a backup that was seen then may have ended since.
    if (snapshot.repository.backupRunning) await port.freshenRepository(0);
    const others = beside(name).filter((other) => !isOwn || laneOfKind[other.kind] !== lane);
    return prepared.plan({
      snapshot: {
        ...snapshot,
        repository: port.snapshot().repository,
        operation: isOwn && lane === 'cluster' ? null : current(name),
        sideOperations: others,
      },
      port,
      hosts: hostsFor(port),
      patroni,
      drillCalls: load,
      nowMs: clock.nowMs(),
      measured: await measuredOf(name, prepared),
      byHand: byHandOf(port.settings),
    });
  };

  const tell = async (operation: Operation) => {
    try {
      await recordEvent(eventOf(operation, clock.nowMs()));
    } catch (error) {
      logger.warn({ operation: operation.id, reason: errorText(error) }, 'an event was not recorded');
    }
  };

  /** Runs in the background until it ends; `checked` is the preflight that has just been made. */
  const launch = (stored: StoredOperation, prepared: PreparedOperation, checked: KindPlan | null): Active => {
    const { id, cluster } = stored.operation;
    const port = portOf(cluster);
    const { signal } = leaving;
    const recorder = createRecorder(stored, { store, publish, clock, logger, leaving: signal });
    const stops = createStops();
    let known = checked;
    const run = prepared.begin();
    const { ownTimeMs } = stored.memory;
    const decisions = createDecisions();
    const preflight = async (): Promise<StepEnd> => {
      const plan = known ?? (await judge(port, prepared, await port.refresh(), true));
      known = null;
      recorder.change({ checks: [...plan.checks] });
      return preflightEnd(plan);
    };
    const runner: RunnerParts = {
      recorder,
      run,
      isResumed: checked === null,
      preflight,
      port,
      hosts: hostsFor(port),
      patroni,
      drillCalls: load,
      clock,
      ownTime: ownTime(clock, typeof ownTimeMs === 'number' ? ownTimeMs : 0),
      logger,
      decisions,
      keepReport: parts.keepReport ?? (async () => {}),
      drills: patientKeeper(
        parts.drills ?? { keep: async () => {}, find: async () => null, log: async () => {} },
        clock,
        signal,
      ),
      startOther: (request, by) => start(cluster, request, by),
      findOther: find,
      leaving: signal,
      stops,
    };
    const follow = async () => {
      const ended = await runOperation(runner);
      if (!ended) {
        await recorder.save().catch(() => {});
        return;
      }
      const operation = recorder.operation();
      logger.info(
        { operation: id, cluster, status: operation.status, summary: operation.summary },
        'operation ended',
      );
      await Promise.all([recorder.saveAtLast(), tell(operation)]);
    };
    const done = follow()
      .catch((error: unknown) => logger.error({ operation: id, err: error }, 'an operation was lost'))
      .finally(() => {
        recorder.close();
        active.delete(id);
      });
    const context = () => contextOf(runner, 'look');
    const entry: Active = { recorder, stops, decisions, run, context, done };
    active.set(id, entry);
    return entry;
  };

  const intake = createIntake({
    store,
    clock,
    logger,
    leaving: () => leaving.signal,
    tell: (operation) => void tell(operation),
  });
  const repeats = createRepeats(store);

  const refuseSecond = (running: OperationSummary | null): never => {
    const which = running === null ? 'Another operation' : `«${running.title}»`;
    throw new HowdahError(
      'operation_running',
      `${which} has not ended yet; one operation of its kind a cluster at a time.`,
      {
        operation: running,
      },
    );
  };

  const begin = async (
    cluster: string,
    request: OperationRequest,
    requestedBy: string,
    key: RequestKey | null,
  ): Promise<Operation> => {
    const port = portOf(cluster);
    const { signal } = leaving;
    const prepared = prepareRequest(request.kind, request.input);
    checkMember(prepared, port.snapshot());
    if (prepared.confirm === 'name') checkName(cluster, request, 'data is destroyed');
    const lane = laneOfKind[prepared.kind];
    const before = activeOf(cluster, lane);
    if (before !== undefined) {
      if (before.recorder.operation().endedAt === null) refuseSecond(runningIn(cluster, lane));
      // It has ended and is only being written.
      await Promise.race([before.done, clock.sleep(RETRY_MS, leaving.signal)]);
    }
    const snapshot = await port.refresh();
    checkMember(prepared, snapshot);
    const plan = await judge(port, prepared, snapshot, true);
    if (plan.blocked) {
      const checks = plan.checks.filter((check) => check.level === 'block');
      const message = `«${prepared.title}» is not possible now. ${blockingText(checks)}`;
      throw new HowdahError('blocked', message, { checks });
    }
    if (plan.nameWanted !== undefined) checkName(cluster, request, plan.nameWanted);
    const operation = newOperation({ cluster, request, requestedBy, prepared, plan, nowMs: clock.nowMs() });
    const stored: StoredOperation = { operation, memory: {} };
    try {
      await intake.take(stored, key);
    } catch (error) {
      if (isUniqueViolation(error)) refuseSecond(await recordedIn(cluster, lane));
      throw error;
    }
    // Recorded and not begun: whoever takes the store up next ends it so.
    if (signal.aborted) throw new HowdahError('not_ready', notReady('Howdah has lost it at this moment'));
    logger.info({ operation: operation.id, cluster, kind: operation.kind, requestedBy }, 'operation started');
    const entry = launch(stored, prepared, plan);
    void tell(operation);
    // That it has begun is written before whoever asked is told: the next start begins nothing of which nobody knows.
    await entry.recorder.save().catch(() => {});
    return entry.recorder.operation();
  };

  /** The one that keeps others out, also when it is not this Howdah that runs it. */
  const recordedIn = async (cluster: string, lane: OperationLane): Promise<OperationSummary | null> => {
    const running = runningIn(cluster, lane);
    if (running !== null) return running;
    const recorded = await unfinishedIn(store, cluster, lane).catch(() => null);
    return recorded === null ? null : summaryOf(recorded);
  };

  const startOne = async (
    cluster: string,
    request: OperationRequest,
    requestedBy: string,
    key: RequestKey | null,
  ): Promise<Operation> => {
    const lane = laneOfKind[request.kind];
    const place = `${lane} ${cluster}`;
    if (starting.has(place)) return refuseSecond(runningIn(cluster, lane));
    starting.add(place);
    try {
      return await begin(cluster, request, requestedBy, key);
    } finally {
      starting.delete(place);
    }
  };

  const start: Engine['start'] = async (cluster, request, requestedBy, key) => {
    portOf(cluster);
    prepareRequest(request.kind, request.input);
    if (!resumed) throw new HowdahError('not_ready', notReady('what it holds has not been taken up yet'));
    if (key === undefined) return startOne(cluster, request, requestedBy, null);
    const keyed = requestKey(key, cluster, request);
    return repeats.once(keyed, () => startOne(cluster, request, requestedBy, keyed), find);
  };

  const resume = (stored: StoredOperation) => {
    const { operation } = stored;
    if (active.has(operation.id)) return;
    if (!clusters.has(operation.cluster)) {
      logger.warn(
        { operation: operation.id, cluster: operation.cluster },
        'an unfinished operation has no cluster now',
      );
      return;
    }
    logger.info(
      { operation: operation.id, cluster: operation.cluster },
      'an unfinished operation is taken up',
    );
    launch(stored, prepareRequest(operation.kind, operation.input), null);
  };

  const find = async (id: string): Promise<Operation> => {
    const known = active.get(id)?.recorder.operation() ?? intake.refused(id);
    if (known !== null) return known;
    const found = await findOperation(store, id).catch((error: unknown) => {
      throw new HowdahError('not_ready', notReady(errorText(error)));
    });
    if (found === null) throw new HowdahError('unknown_operation', `There is no operation «${id}».`, { id });
    return found;
  };

  const stopAll = async (): Promise<void> => {
    leaving.abort();
    resumed = false;
    await Promise.all([...active.values()].map(({ done }) => done));
  };

  const nobodyRuns = ({ title, cluster }: Operation): string =>
    clusters.has(cluster)
      ? `«${title}» was left unfinished by an earlier Howdah and is not taken up yet: try again in a moment.`
      : `«${title}» was left unfinished by an earlier Howdah. Nobody works on it, because its cluster «${cluster}» is not in howdah.yaml.`;

  return {
    async plan(cluster, request) {
      const port = portOf(cluster);
      const prepared = prepareRequest(request.kind, request.input);
      const snapshot = port.snapshot();
      checkMember(prepared, snapshot);
      const plan = await judge(port, prepared, snapshot, false);
      return {
        cluster: cluster as ClusterName,
        kind: prepared.kind,
        at: new Date(clock.nowMs()).toISOString(),
        title: prepared.title,
        effect: plan.effect,
        input: prepared.input,
        checks: [...plan.checks],
        blocked: plan.blocked,
        options:
          plan.options === null ? null : { field: plan.options.field, choices: [...plan.options.choices] },
        steps: [...plan.steps],
        commands: [...plan.commands],
        confirm: plan.nameWanted === undefined ? prepared.confirm : 'name',
        confirmLabel: plan.confirmLabel,
      };
    },

    start,

    async cancel(id, by) {
      const operation = await find(id);
      const entry = active.get(id);
      if (operation.endedAt !== null)
        throw new HowdahError('not_possible_now', `«${operation.title}» has ended already.`);
      if (entry === undefined) throw new HowdahError('not_possible_now', nobodyRuns(operation));
      entry.stops.stop(by);
      await Promise.race([entry.done, clock.sleep(RETRY_MS, leaving.signal)]);
      return entry.recorder.operation();
    },

    async accept(id, request, by) {
      const operation = await find(id);
      const entry = active.get(id);
      const decision = waitingAt(operation, entry !== undefined, request);
      logger.info({ operation: id, decision: decision.decision, by }, 'a person decided');
      entry?.decisions.give({ ...decision, by });
      await clock.sleep(DECIDED_MS, leaving.signal);
      return entry?.recorder.operation() ?? operation;
    },

    async query(id, query) {
      const operation = await find(id);
      const entry = active.get(id);
      const look = operation.gate?.look ?? null;
      if (look === null || entry?.run.query === undefined) {
        throw new HowdahError(
          'not_possible_now',
          `«${operation.title}» shows nothing that could be asked now.`,
        );
      }
      return entry.run.query(entry.context(), query, look);
    },

    get: find,
    current,
    beside,

    async list(cluster, page) {
      portOf(cluster);
      const rows = await listOperations(store, cluster, page).catch((error: unknown) => {
        throw new HowdahError('not_ready', notReady(errorText(error)));
      });
      const operations = rows.map((row) =>
        summaryOf(active.get(row.id)?.recorder.operation() ?? intake.refused(row.id) ?? row),
      );
      return { operations, next: rows.length < page.limit ? null : (rows.at(-1)?.id ?? null) };
    },

    isReady: () => resumed,

    async resumeAll() {
      const { signal } = leaving;
      while (!signal.aborted) {
        try {
          intake.settle();
          const unfinished = await listUnfinished(store);
          if (signal.aborted) return;
          for (const stored of unfinished) {
            if (hasBegun(stored.operation)) resume(stored);
            else if (intake.refused(stored.operation.id) === null) await intake.endUnbegun(stored.operation);
          }
          resumed = !signal.aborted;
          return;
        } catch (error) {
          logger.warn({ reason: errorText(error) }, 'unfinished operations could not be read yet');
          await clock.sleep(RETRY_MS, signal);
        }
      }
    },

    async leave() {
      await stopAll();
      leaving = new AbortController();
    },

    close: stopAll,
  };
}

function checkName(cluster: string, { confirm }: OperationRequest, why: string): void {
  if (confirm === cluster) return;
  const message = `confirm: ${why}, so give the cluster's name: "confirm": "${cluster}"`;
  throw new HowdahError('invalid_input', message, {
    fields: [{ field: 'confirm', problem: `must be ${cluster}` }],
  });
}

function notReady(reason: string): string {
  return `Howdah's store cannot take an operation: ${reason}. Nothing was changed.`;
}
