import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { BackupDetail } from '@/lib/contract/backups';
import type { ClusterEvent } from '@/lib/contract/events';
import { HowdahError } from '@/lib/contract/howdah-error';
import { clusterNameSchema } from '@/lib/contract/names';
import type { Snapshot } from '@/lib/contract/snapshot';
import { CauseWatch } from '@/lib/diagnosis/cause-watch';
import { Diagnoses } from '@/lib/diagnosis/diagnoses';
import { backupsPage } from '@/lib/domain/backups';
import { restorePointsOf } from '@/lib/domain/recovery/restore-points';
import { ClusterMonitor } from '@/lib/monitor/cluster-monitor';
import { LiveHub } from '@/lib/monitor/live-hub';
import { realUpstreams } from '@/lib/monitor/real-upstreams';
import { Recorder } from '@/lib/monitor/recorder';
import type { RouteProbes } from '@/lib/monitor/route-probes';
import { clockSetWords, WatchedClock } from '@/lib/monitor/watched-clock';
import { createEngine } from '@/lib/operations/engine';
import type { Settings } from '@/lib/settings/types';
import { appendEvent, leaderChangesSince, listEvents } from '@/lib/store/events';
import { lastLeader } from '@/lib/store/last-leader';
import { recoveryMarks, restoreFacts } from '@/lib/store/recovery-marks';
import { bucketMsFor, readReplicationHistory } from '@/lib/store/replication-history';
import { appendSamples, appendWalRate } from '@/lib/store/samples';
import { backupPage } from './backup-page';
import { composeDrills } from './compose-drills';
import { composeRestoreTests } from './compose-restore-tests';
import { fleetOf } from './fleet';
import type { Howdah } from './howdah';
import { LateStore } from './late-store';
import { metricsText } from './metrics';
import { recoveryPage, recoveryPoint } from './recovery-page';
import { proveRoutes, routeProbesOf, routingPage } from './routing-page';
import { SharedQuestions } from './shared-questions';
import { StoreWatch } from './store-watch';
import { Tidy } from './tidy';
import type { UncaughtErrors } from './uncaught-errors';
import { version } from './version';

const storeHeadStartMs = 5000;
const tidyEveryMs = 5 * 60_000;
const fleetEveryMs = 2000;
const clockLookMs = 1000;
/** A plan is never made of what is older than this. */
const planAgeMs = 1500;

export interface RunningHowdah extends Howdah {
  close(): Promise<void>;
}

/** Joins the rooms: a monitor and a recorder a cluster, one store, one engine, one hub. The only place that knows them all. */
export function composeHowdah(
  settings: Settings,
  log: Logger,
  uncaught: () => UncaughtErrors = () => ({ count: 0, lastAt: null, last: null }),
): RunningHowdah {
  const startedAt = new Date().toISOString();
  const hub = new LiveHub();
  const monitors = new Map<string, ClusterMonitor>();
  const recorders = new Map<string, Recorder>();
  const clock = new WatchedClock();
  let closed = false;
  const monitorOf = (cluster: string): ClusterMonitor => {
    const monitor = monitors.get(cluster);
    if (monitor === undefined) {
      const known = [...monitors.keys()].join(', ');
      throw new HowdahError(
        'unknown_cluster',
        `There is no cluster named ${cluster}; howdah.yaml has ${known}`,
      );
    }
    return monitor;
  };
  const routeProbes = new Map<string, RouteProbes>();
  const probesOf = (cluster: string): RouteProbes => {
    const probes = routeProbes.get(cluster);
    if (probes === undefined) throw new Error(`no probes of ${cluster}`);
    return probes;
  };
  const questions = new Map<string, SharedQuestions>();
  const questionsOf = (cluster: string): SharedQuestions => {
    const known = questions.get(cluster) ?? new SharedQuestions(cluster);
    questions.set(cluster, known);
    return known;
  };
  const diagnoses = new Map<string, Diagnoses>();
  const diagnosesOf = (cluster: string): Diagnoses => {
    const monitor = monitorOf(cluster);
    const known = diagnoses.get(cluster);
    if (known !== undefined) return known;
    const made = new Diagnoses({ settings: monitor.settings, snapshot: () => monitor.snapshot() });
    diagnoses.set(cluster, made);
    return made;
  };
  const latest = () => [...monitors.values()].map((monitor) => monitor.latest());

  const store = new LateStore({
    dataFolder: settings.dataFolder,
    databaseUrl: settings.databaseUrl,
    onOpen: () => {
      log.info({ engine: store.engine }, 'the store is open');
      void storeWatch.look();
      engine
        .resumeAll()
        .then(() => restoreTests.begin())
        .catch((error) => log.error({ err: error }, 'operations could not be taken up again'));
    },
    onTrouble: (reason) =>
      log.warn({ reason }, 'the store cannot be used yet; history is not kept until it can'),
    onLost: async (reason) => {
      log.error(
        { reason },
        'Howdah has lost its store and stands by: it shows everything and changes nothing',
      );
      void storeWatch.look();
      await engine.leave();
      log.info({}, 'nothing goes on here any more; the store is opened again');
    },
    onRefused: (reason) => {
      log.fatal({ reason }, 'Howdah cannot use its store and ends itself');
      process.exit(1);
    },
  });

  const storeWatch = new StoreWatch(() => store.check());

  const tell = (event: ClusterEvent) => hub.send(event.cluster, { name: 'event', data: event });
  const recordEvent = async (event: Omit<ClusterEvent, 'id'>) => tell(await appendEvent(store, event));
  const engine = createEngine({
    store,
    clusters: monitors,
    publish: (operation) => {
      hub.send(operation.cluster, { name: 'operation', data: operation });
      monitors.get(operation.cluster)?.touch();
      restoreTests.follow(operation);
      drills.follow(operation).catch((error) => {
        log.warn({ operation: operation.id, err: error }, 'the report of a drill was not closed');
      });
    },
    keepReport: (report) => restoreTests.keep(report),
    drills: {
      keep: (report) => drills.keep(report),
      find: (id) => drills.find(id),
      log: (id, lines) => drills.log(id, lines),
    },
    recordEvent,
    logger: log,
  });
  const drills = composeDrills({ clusters: settings.clusters, store });
  const restoreTests = composeRestoreTests({
    clusters: settings.clusters,
    store,
    start: async (cluster, request, by) => engine.start(cluster, request, by),
    recordEvent,
    onChange: (cluster) => monitors.get(cluster)?.touch(),
    log,
  });

  let fleetShown = '';
  let fleetShownAtMs = Number.NEGATIVE_INFINITY;
  const showFleet = (nowMs: number) => {
    const steadyMs = clock.steadyMs();
    const fleet = fleetOf(latest(), nowMs);
    const shown = JSON.stringify(
      fleet.clusters.map((one) => [one.health, one.verdict.title, one.leader, one.operation, one.members]),
    );
    if (shown === fleetShown && steadyMs - fleetShownAtMs < fleetEveryMs) return;
    fleetShown = shown;
    fleetShownAtMs = steadyMs;
    hub.send(null, { name: 'fleet', data: fleet });
  };

  for (const cluster of settings.clusters) {
    const recorder = new Recorder({
      store: {
        appendEvent: (event) => appendEvent(store, event),
        appendSamples: (samples) => appendSamples(store, samples),
        appendWalRate: (rate) => appendWalRate(store, rate),
        lastLeader: (name) => lastLeader(store, name),
      },
      lagLimitBytes: cluster.lagLimitBytes,
      onEvent: tell,
      onError: (error) =>
        log.warn(
          { cluster: cluster.name, reason: error instanceof Error ? error.message : String(error) },
          'history was not written yet',
        ),
    });
    recorders.set(cluster.name, recorder);
    const probes = routeProbesOf(cluster, {
      members: () => monitors.get(cluster.name)?.latest().members ?? [],
      onChange: () => monitors.get(cluster.name)?.touch(),
      onError: (error) =>
        log.error({ cluster: cluster.name, err: error }, 'a probe failed in an unforeseen way'),
    });
    routeProbes.set(cluster.name, probes);
    const causes = new CauseWatch({
      diagnoses: { causesOf: (...asked) => diagnosesOf(cluster.name).causesOf(...asked) },
      onChange: () => monitors.get(cluster.name)?.touch(),
    });
    const monitor = new ClusterMonitor({
      settings: cluster,
      upstreams: realUpstreams(cluster),
      operation: () => engine.current(cluster.name),
      sideOperations: () => engine.beside(cluster.name),
      restoreTests: () => restoreTests.status(cluster.name),
      routeProofs: () => probes.latest(),
      causes: () => causes.causes(),
      restorePoints: async () => restorePointsOf(await restoreFacts(store, cluster.name).catch(() => [])),
      onSnapshot: (snapshot: Snapshot, previous: Snapshot | null) => {
        hub.send(snapshot.cluster, { name: 'snapshot', data: snapshot });
        showFleet(Date.parse(snapshot.at));
        recorder.take(snapshot, previous);
        causes.take(snapshot);
      },
      onError: (error, source) => log.error({ source, err: error }, 'a reading failed in an unforeseen way'),
      nowMs: clock.nowMs,
      steadyMs: clock.steadyMs,
    });
    monitors.set(cluster.name, monitor);
  }
  // The embedded store is compiled in this very process; answers that came meanwhile would look late.
  const opened = store.open();
  void storeWatch.look();
  const settled =
    store.engine === 'pglite' ? Promise.race([opened, sleep(storeHeadStartMs)]) : Promise.resolve();
  void settled.then(() => {
    if (closed) return;
    for (const monitor of monitors.values()) monitor.start();
    for (const probes of routeProbes.values()) probes.start();
  });
  const tidying = new Tidy({
    store,
    clusters: [...monitors.keys()],
    nowMs: clock.nowMs,
    steadyMs: clock.steadyMs,
  });
  clock.onSet((byMs) => {
    const words = clockSetWords(byMs);
    log.warn({ byMs }, words);
    for (const monitor of monitors.values()) monitor.shift(byMs);
    for (const probes of routeProbes.values()) probes.shift(byMs);
    for (const each of diagnoses.values()) each.shift(byMs);
    tidying.clockWasSet();
    const at = new Date(Date.now()).toISOString();
    for (const [cluster, recorder] of recorders) {
      recorder.write({
        cluster: clusterNameSchema.parse(cluster),
        at,
        kind: 'clock_set',
        severity: 'warning',
        subject: null,
        title: words,
        operationId: null,
        detail: { byMs },
      });
    }
  });
  const clockLook = setInterval(clock.nowMs, clockLookMs);
  const tidy = setInterval(() => {
    tidying.run().catch((error) => log.warn({ err: error }, 'old history was not tidied'));
  }, tidyEveryMs);
  log.info({ clusters: [...monitors.keys()] }, 'Howdah watches');

  return {
    fleet: () => fleetOf(latest(), Date.now()),
    snapshot: (cluster) => monitorOf(cluster).snapshot(),
    routing: (cluster) => routingPage(monitorOf(cluster).snapshot(), probesOf(cluster)),
    proveRoutes: async (cluster) => proveRoutes(monitorOf(cluster).snapshot(), probesOf(cluster)),
    async replication(cluster, minutes) {
      monitorOf(cluster);
      const toMs = Date.now();
      const fromMs = toMs - minutes * 60_000;
      const [columns, leaderChanges] = await Promise.all([
        readReplicationHistory(store, cluster, { fromMs, toMs, bucketMs: bucketMsFor(minutes) }),
        leaderChangesSince(store, cluster, fromMs),
      ]);
      const name = clusterNameSchema.parse(cluster);
      return { cluster: name, at: new Date(toMs).toISOString(), minutes, ...columns, leaderChanges };
    },
    backups(cluster, query) {
      const monitor = monitorOf(cluster);
      const snapshot = monitor.snapshot();
      return backupsPage({
        cluster: snapshot.cluster,
        at: snapshot.at,
        reading: snapshot.repository.reading,
        index: monitor.backupIndex().value,
        archiver: snapshot.replication.archiver,
        query,
      });
    },
    backup(cluster, label, repository): Promise<BackupDetail> {
      const monitor = monitorOf(cluster);
      const snapshot = monitor.snapshot();
      const key = JSON.stringify(['backup', label, repository]);
      return questionsOf(cluster).ask(key, () =>
        backupPage({
          settings: monitor.settings,
          snapshot,
          reading: snapshot.repository.reading,
          index: monitor.backupIndex().value,
          label,
          repository: repository ?? null,
        }),
      );
    },
    async recovery(cluster) {
      const { settings, snapshot, state } = recoveryOf(monitorOf(cluster));
      // Without its history the timeline still says what can be restored.
      const told = await recoveryMarks(store, cluster, 2000).catch(() => []);
      return recoveryPage({ settings, snapshot, state }, told);
    },
    recoveryPoint: (cluster, query) => recoveryPoint(recoveryOf(monitorOf(cluster)), query),
    async events(cluster, page) {
      monitorOf(cluster);
      const { limit, before } = page;
      const events = await listEvents(store, cluster, before === undefined ? { limit } : { limit, before });
      return { events, next: events.length < limit ? null : (events.at(-1)?.id ?? null) };
    },
    async plan(cluster, request) {
      await monitorOf(cluster).freshen(planAgeMs);
      return questionsOf(cluster).ask(JSON.stringify(['plan', request]), () => engine.plan(cluster, request));
    },
    async startOperation(cluster, request, requestedBy, key) {
      monitorOf(cluster);
      return engine.start(cluster, request, requestedBy, key);
    },
    async operations(cluster, page) {
      monitorOf(cluster);
      const { before, limit } = page;
      return engine.list(cluster, before === undefined ? { limit } : { limit, before });
    },
    async restoreTests(cluster, query) {
      monitorOf(cluster);
      return restoreTests.page(cluster, query);
    },
    async restoreTest(cluster, id) {
      monitorOf(cluster);
      return restoreTests.report(cluster, id);
    },
    async drills(cluster, query) {
      monitorOf(cluster);
      return drills.page(cluster, query);
    },
    async drill(cluster, id) {
      monitorOf(cluster);
      return drills.report(cluster, id);
    },
    async drillRequests(cluster, id) {
      monitorOf(cluster);
      return drills.requests(cluster, id);
    },
    diagnosis: (cluster, member, options) => diagnosesOf(cluster).diagnosis(member, options),
    memberLog: async (cluster, member, log, query) => {
      const diagnoses = diagnosesOf(cluster);
      const key = JSON.stringify(['log', member, log, query]);
      return questionsOf(cluster).ask(key, () => diagnoses.log(member, log, query));
    },
    operation: (id) => engine.get(id),
    cancelOperation: (id, requestedBy) => engine.cancel(id, requestedBy),
    acceptOperation: (id, decision, requestedBy) => engine.accept(id, decision, requestedBy),
    async queryOperation(id, query) {
      const { cluster } = await engine.get(id);
      return questionsOf(cluster).ask(JSON.stringify(['query', id, query]), () => engine.query(id, query));
    },
    async health() {
      const trouble = storeWatch.trouble();
      return {
        // Until what an earlier Howdah left has been taken up, no operation is begun.
        status: trouble === null && engine.isReady() ? 'ok' : 'degraded',
        version,
        startedAt,
        store: { engine: store.engine, status: trouble === null ? 'ok' : 'unreachable', reason: trouble },
        uncaughtErrors: uncaught(),
        clusters: monitors.size,
      };
    },
    metrics: () =>
      metricsText(latest(), {
        browsers: hub.count(),
        isStoreWritable: storeWatch.trouble() === null,
        uncaughtErrors: uncaught().count,
      }),
    watch(cluster, send, signal) {
      const monitor = cluster === null ? null : monitorOf(cluster);
      hub.add(cluster, send, signal);
      send({ name: 'fleet', data: fleetOf(latest(), Date.now()) });
      // The fleet's page looks at every cluster, if only in short.
      const releases = (monitor === null ? [...monitors.values()] : [monitor]).map((one) =>
        one.watchClosely(),
      );
      if (monitor !== null) send({ name: 'snapshot', data: monitor.latest() });
      signal.addEventListener('abort', () => releases.forEach((release) => void release()), { once: true });
    },
    async close() {
      closed = true;
      clearInterval(tidy);
      clearInterval(clockLook);
      storeWatch.stop();
      restoreTests.close();
      for (const each of diagnoses.values()) each.close();
      for (const recorder of recorders.values()) recorder.close();
      for (const probes of routeProbes.values()) probes.stop();
      for (const monitor of monitors.values()) monitor.stop();
      await engine.close();
      await store.close();
    },
  };
}

function recoveryOf(monitor: ClusterMonitor) {
  return { settings: monitor.settings, snapshot: monitor.snapshot(), state: monitor.recovery() };
}
