import type { SeenCause } from '@/lib/contract/diagnosis';
import type { OperationSummary } from '@/lib/contract/operations';
import type { RestoreTestStatus } from '@/lib/contract/restore-tests';
import type { RouteProof } from '@/lib/contract/route-proofs';
import type { Snapshot } from '@/lib/contract/snapshot';
import { indexBackups } from '@/lib/domain/backup-index';
import type { FindingMemory } from '@/lib/domain/findings/find';
import { parseLsn } from '@/lib/domain/lsn';
import type { RecoveryIndex, TimelineStart } from '@/lib/domain/recovery/build-recovery-index';
import type { RestorePoint } from '@/lib/domain/recovery/recovery-map';
import type { ClusterSettings } from '@/lib/settings/types';
import type { Answer } from '@/lib/upstream/answer';
import type { HaproxyStatistics } from '@/lib/upstream/haproxy/read';
import type { PatroniMember } from '@/lib/upstream/patroni/read';
import type { ArchiverReading, PostgresReading } from '@/lib/upstream/postgres/read';
import { askFirst } from './ask-first';
import { compose } from './compose';
import { failedSnapshot } from './failed-snapshot';
import { HostAddresses } from './host-addresses';
import { membersAfter } from './known-members';
import { afterAnswer, moment, nothingRead, type ReadingState, shifted } from './reading-state';
import { type ClusterReadings, type KnownMember, noReadings } from './readings';
import { RecentLag } from './recent-lag';
import { recoveryFacts, timelineStartsOf } from './recovery-facts';
import { RecoverySource } from './recovery-source';
import { significance } from './significance';
import { Sources } from './sources';
import type { Upstreams } from './upstreams';
import { WalRate } from './wal-rate';

const watchedMs = 1000;
const unwatchedMs = 5000;
const configMs = 10_000;
/** How often it is looked whether a host name is due to be resolved again. */
const resolveMs = 5_000;
const resolveTimeoutMs = 2_000;
/** Not asked anew for a plan: they change seldom, and some take their time. */
const slowSources = new Set(['pgbackrest', 'config', 'addresses']);
const infoMs = 30_000;
/** So that the end of a backup shows soon. */
const infoWhileRunningMs = 5000;
const sampleMs = 5000;
/** How long one silent member holds back the answer of the next. */
const patienceMs = 400;
const callTimeoutMs = 1500;
const clusterTimeoutMs = 2500;
const infoTimeoutMs = 25_000;
const refreshPatienceMs = 1000;
/** So long a plan waits for somebody who was never asked yet, or missed one answer: neither is known to be silent. */
const unsurePatienceMs = 4000;
const repositoryPatienceMs = 8000;
const archiverErrorTimeoutMs = 10_000;
/** Somebody who asks the API now and then counts as watching for this long. */
const attentionMs = 10_000;

export interface ClusterMonitorOptions {
  readonly settings: ClusterSettings;
  readonly upstreams: Upstreams;
  readonly operation: () => OperationSummary | null;
  readonly sideOperations: () => readonly OperationSummary[];
  readonly restoreTests: () => RestoreTestStatus;
  /** The newest proof of each route; none when it is left out. */
  readonly routeProofs?: () => readonly RouteProof[];
  /** Why members do not serve, where that is known; nothing when it is left out. */
  readonly causes?: () => readonly SeenCause[];
  readonly onSnapshot: (snapshot: Snapshot, previous: Snapshot | null) => void;
  readonly onError: (error: unknown, source: string) => void;
  /** Restore points that Howdah has set; none when it is left out. */
  readonly restorePoints?: () => Promise<readonly RestorePoint[]>;
  /** The wall clock, which tells `shift` when it was set. */
  readonly nowMs?: () => number;
  /** What has passed, for how long to wait; nobody can set it. */
  readonly steadyMs?: () => number;
}

/** Watches one cluster: each source at its own pace, none waiting for another, one snapshot of them all. */
export class ClusterMonitor {
  readonly settings: ClusterSettings;
  private readonly sources: Sources;
  private readonly recoverySource: RecoverySource;
  private readonly recentLag = new RecentLag();
  private readonly walRate = new WalRate();
  private readonly addresses: HostAddresses;
  private cluster: ClusterReadings['cluster'] = nothingRead;
  private config: ClusterReadings['config'] = nothingRead;
  private info: ClusterReadings['info'] = nothingRead;
  private readonly patroni = new Map<string, ReadingState<PatroniMember>>();
  private readonly postgres = new Map<string, ReadingState<PostgresReading>>();
  private readonly haproxy = new Map<string, ReadingState<HaproxyStatistics>>();
  private known: readonly KnownMember[] = [];
  private lastGoodUrl: string | null = null;
  private archiverError: string | null = null;
  private archivingFailingSinceMs: number | null = null;
  private findingMemory: FindingMemory = new Map();
  private current: Snapshot | null = null;
  private previousShown: Snapshot | null = null;
  private shown = '';
  /** By the steady time, as `lastAskedMs`. */
  private shownAtMs = Number.NEGATIVE_INFINITY;
  private watchers = 0;
  private lastAskedMs = Number.NEGATIVE_INFINITY;
  /** The clock was set and nobody has answered since: how old what is known is, is not known. */
  private isAgeUnknown = false;
  private pending: NodeJS.Timeout | null = null;
  private readonly timers: NodeJS.Timeout[] = [];
  private stopped = false;

  constructor(private readonly options: ClusterMonitorOptions) {
    this.settings = options.settings;
    this.sources = new Sources(
      () => this.changed(),
      (error, source) => options.onError(error, `${options.settings.name}: ${source}`),
      this.now,
    );
    this.addresses = new HostAddresses(
      (host) => options.upstreams.resolve(host, { timeoutMs: resolveTimeoutMs }),
      this.now,
    );
    this.recoverySource = new RecoverySource({
      upstream: options.upstreams.wal,
      backups: () => this.info,
      facts: () => recoveryFacts(this.latest().leader, this.postgres, this.patroni),
      timelineStarts: (signal) => this.timelineStarts(signal),
      restorePoints: async () => (await options.restorePoints?.()) ?? [],
      onError: (error) => options.onError(error, `${options.settings.name}: wal archive`),
      nowMs: this.now,
      steadyMs: this.steady,
    });
  }

  start(): void {
    const { settings, upstreams } = this.options;
    this.sources.start(
      'cluster',
      this.pace,
      (signal) => this.pollCluster(signal),
      (failure) => {
        this.cluster = afterAnswer(this.cluster, failure);
        this.lastGoodUrl = null;
      },
    );
    this.sources.start(
      'config',
      () => configMs,
      async (signal) => {
        const { answer } = await askFirst(
          this.urls(),
          (url, stop) => upstreams.config(url, { timeoutMs: clusterTimeoutMs, signal: stop }),
          patienceMs,
          signal,
        );
        this.config = afterAnswer(this.config, answer);
      },
      (failure) => {
        this.config = afterAnswer(this.config, failure);
      },
    );
    if (settings.haproxy.length > 0) {
      this.sources.start(
        'addresses',
        () => (this.known.length === 0 ? watchedMs : resolveMs),
        () => this.addresses.follow(this.known.map(({ host }) => host)),
        // What was known of a name is kept while it does not resolve.
        () => undefined,
      );
    }
    for (const proxy of settings.haproxy) {
      const keep = (answer: Answer<HaproxyStatistics>) =>
        void this.haproxy.set(proxy.name, afterAnswer(this.haproxy.get(proxy.name) ?? nothingRead, answer));
      this.sources.start(
        `haproxy ${proxy.name}`,
        this.pace,
        async (signal) => keep(await upstreams.haproxy(proxy, { timeoutMs: callTimeoutMs, signal })),
        keep,
      );
    }
    if (settings.pgbackrest !== null) {
      this.sources.start(
        'pgbackrest',
        () => (this.info.value?.info.backupRunning === true ? infoWhileRunningMs : infoMs),
        async (signal) => {
          // What was archived before pgBackRest is asked must be in its answer.
          const archiverBefore = this.leaderArchiver();
          const answer = await upstreams.info({ timeoutMs: infoTimeoutMs, signal });
          this.info = afterAnswer(
            this.info,
            answer.ok ? { ...answer, value: indexBackups(answer.value, archiverBefore) } : answer,
          );
        },
        (failure) => {
          this.info = afterAnswer(this.info, failure);
        },
      );
    }
    if (settings.pgbackrest !== null) this.recoverySource.start();
    this.timers.push(
      setInterval(() => this.sample(), sampleMs),
      // Ages in the verdict go on even when nothing answers any more.
      setInterval(() => this.show(), watchedMs),
    );
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) clearInterval(timer);
    if (this.pending !== null) clearTimeout(this.pending);
    this.sources.close();
    this.recoverySource.stop();
    this.options.upstreams.close();
  }

  /** What is known now. Asking counts as watching for a while. */
  snapshot(): Snapshot {
    this.attend();
    return this.latest();
  }

  /** The same without quickening the pace: for what looks by itself, such as the fleet's summary and metrics. */
  latest(): Snapshot {
    return this.current ?? this.recompose();
  }

  backupIndex(): ClusterReadings['info'] {
    return this.info;
  }

  /** What is known of the WAL in the repositories, and how that stands. Asking counts as watching for a while. */
  recovery(): ReadingState<RecoveryIndex> {
    return this.recoverySource.latest();
  }

  /** The same, listed anew when it is older than `maxAgeMs`; with 0 the whole archive is. */
  recoveryIndex(maxAgeMs: number): Promise<Answer<RecoveryIndex>> {
    return this.recoverySource.index(maxAgeMs);
  }

  /** Asks Patroni, PostgreSQL and HAProxy now, and returns what came of it; a hung member is not waited for. */
  async refresh(): Promise<Snapshot> {
    const untilMs = this.steady() + unsurePatienceMs;
    let snapshot: Snapshot;
    do {
      const asked = this.sources.poke((source) => !slowSources.has(source));
      await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, refreshPatienceMs))]);
      snapshot = this.recompose();
    } while (!this.stopped && isUnsure(snapshot) && this.steady() < untilMs);
    return snapshot;
  }

  /** Asks anew unless what is known of the cluster is at most this old. */
  async freshen(olderThanMs: number): Promise<void> {
    const { valueAtMs, trouble } = this.cluster;
    const isOld = valueAtMs === null || this.now() - valueAtMs > olderThanMs;
    if (trouble !== null || isOld || this.isAgeUnknown) await this.refresh();
  }

  /** Asks pgBackRest anew unless what is known of the repository is at most this old; a slow one is not waited for. */
  async freshenRepository(olderThanMs: number): Promise<void> {
    const { valueAtMs, trouble } = this.info;
    if (trouble === null && valueAtMs !== null && this.now() - valueAtMs <= olderThanMs) return;
    const asked = this.sources.poke((source) => source === 'pgbackrest');
    await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, repositoryPatienceMs))]);
  }

  /** Keeps the fast pace until the returned function is called. */
  watchClosely(): () => void {
    this.watchers += 1;
    if (this.watchers === 1) void this.refresh();
    let released = false;
    return () => {
      if (!released) this.watchers -= 1;
      released = true;
    };
  }

  /** Shows a change that is Howdah's own, such as an operation's next step. */
  touch(): void {
    this.show();
  }

  /** The clock was set by `byMs`: every moment that is kept here moves with it, so that ages stay what they are. */
  shift(byMs: number): void {
    this.isAgeUnknown = true;
    this.cluster = shifted(this.cluster, byMs);
    this.config = shifted(this.config, byMs);
    this.info = shifted(this.info, byMs);
    for (const [name, state] of this.patroni) this.patroni.set(name, shifted(state, byMs));
    for (const [name, state] of this.postgres) this.postgres.set(name, shifted(state, byMs));
    for (const [name, state] of this.haproxy) this.haproxy.set(name, shifted(state, byMs));
    this.known = this.known.map((member) => ({ ...member, listedAtMs: member.listedAtMs + byMs }));
    if (this.archivingFailingSinceMs !== null) this.archivingFailingSinceMs += byMs;
    this.findingMemory = new Map(
      [...this.findingMemory].map(([id, since]) => [id, moment(Date.parse(since) + byMs)]),
    );
    this.recentLag.shift(byMs);
    this.walRate.shift(byMs);
    this.recoverySource.shift(byMs);
    void this.sources.poke(() => true);
  }

  private attend(): void {
    const nowMs = this.steady();
    const wasIdle = this.watchers === 0 && nowMs - this.lastAskedMs > attentionMs;
    this.lastAskedMs = nowMs;
    if (wasIdle && this.current !== null) void this.refresh();
  }

  private readonly now = (): number => this.options.nowMs?.() ?? Date.now();

  private readonly steady = (): number => this.options.steadyMs?.() ?? performance.now();

  private readonly pace = (): number =>
    this.watchers > 0 || this.steady() - this.lastAskedMs < attentionMs ? watchedMs : unwatchedMs;

  /** The Patronis to ask, the one that answered last first. */
  private urls(): string[] {
    const urls = [
      ...(this.lastGoodUrl === null ? [] : [this.lastGoodUrl]),
      ...this.settings.patroni.urls,
      ...this.known.flatMap((member) => (member.patroniUrl === null ? [] : [member.patroniUrl])),
    ];
    return [...new Set(urls)];
  }

  private async pollCluster(signal: AbortSignal): Promise<void> {
    const { answer, url } = await askFirst(
      this.urls(),
      (one, stop) => this.options.upstreams.cluster(one, { timeoutMs: clusterTimeoutMs, signal: stop }),
      patienceMs,
      signal,
    );
    const leaderBefore = this.cluster.value?.members.find((member) => member.role === 'leader')?.name;
    this.cluster = afterAnswer(this.cluster, answer);
    this.isAgeUnknown = false;
    if (!answer.ok) {
      this.lastGoodUrl = null;
      return;
    }
    this.lastGoodUrl = url;
    this.known = membersAfter(this.known, answer.value, this.settings, answer.atMs);
    this.followMembers();
    const leaderNow = answer.value.members.find((member) => member.role === 'leader')?.name;
    if (leaderBefore !== leaderNow) {
      void this.sources.poke((source) => source.startsWith('patroni ') || source.startsWith('haproxy '));
    }
  }

  /** Starts what asks each member, and stops it for members that are gone. */
  private followMembers(): void {
    const names = new Set<string>(this.known.map((member) => member.name));
    for (const { name } of this.known) {
      this.sources.start(
        `patroni ${name}`,
        this.pace,
        (signal) => this.pollMember(name, signal),
        (failure) => void this.patroni.set(name, afterAnswer(this.patroni.get(name) ?? nothingRead, failure)),
      );
      if (this.settings.postgres === null) continue;
      this.sources.start(
        `postgres ${name}`,
        this.pace,
        (signal) => this.pollPostgres(name, signal),
        (failure) =>
          void this.postgres.set(name, afterAnswer(this.postgres.get(name) ?? nothingRead, failure)),
      );
    }
    const memberOf = (source: string) => /^(?:patroni|postgres) (.*)$/.exec(source)?.[1] ?? null;
    const gone = this.sources.stop((source) => {
      const member = memberOf(source);
      return member !== null && !names.has(member);
    });
    for (const member of gone.map(memberOf)) {
      if (member === null) continue;
      this.patroni.delete(member);
      this.postgres.delete(member);
    }
  }

  private async pollMember(name: string, signal: AbortSignal): Promise<void> {
    const url = this.known.find((member) => member.name === name)?.patroniUrl;
    if (url == null) return;
    const answer = await this.options.upstreams.member(url, name, { timeoutMs: callTimeoutMs, signal });
    this.patroni.set(name, afterAnswer(this.patroni.get(name) ?? nothingRead, answer));
    if (!answer.ok || answer.value.currentLsn === null || answer.value.role !== 'leader') return;
    // The position jumps by a whole segment where one is switched, so the server's own count comes first.
    const counts = this.postgres.get(name)?.value?.walBytes ?? null;
    if (counts === null) {
      const bytes = Number(parseLsn(answer.value.currentLsn));
      this.walRate.add({ counter: `${name} position`, bytes, atMs: answer.atMs });
    }
  }

  private async pollPostgres(name: string, signal: AbortSignal): Promise<void> {
    const member = this.known.find((one) => one.name === name);
    if (member === undefined || member.host === '' || member.port === null) return;
    const target = { member: member.name, host: member.host, port: member.port };
    const answer = await this.options.upstreams.postgres(target, { timeoutMs: callTimeoutMs, signal });
    this.postgres.set(name, afterAnswer(this.postgres.get(name) ?? nothingRead, answer));
    if (!answer.ok) return;
    if (answer.value.walBytes !== null && !answer.value.inRecovery) {
      this.walRate.add({ counter: `${name} pg_stat_wal`, bytes: answer.value.walBytes, atMs: answer.atMs });
    }
    if (answer.value.archiver !== null && name === this.current?.leader) {
      await this.followArchiver(name, answer.value, signal);
    }
  }

  private async followArchiver(
    leader: string,
    postgres: PostgresReading,
    signal: AbortSignal,
  ): Promise<void> {
    if (postgres.archiver?.failing !== true) {
      this.archivingFailingSinceMs = null;
      this.archiverError = null;
      return;
    }
    if (this.archivingFailingSinceMs !== null) return;
    this.archivingFailingSinceMs = this.now();
    this.archiverError = await this.options.upstreams.archiverError(leader, postgres.logFolder, {
      timeoutMs: archiverErrorTimeoutMs,
      signal,
    });
  }

  /** The last answer of a member's own PostgreSQL; null where there is no login, or none has come. */
  postgresOf(member: string): PostgresReading | null {
    return this.postgres.get(member)?.value ?? null;
  }

  private leaderArchiver(): ArchiverReading | null {
    const leader = this.current?.leader;
    return leader == null ? null : (this.postgres.get(leader)?.value?.archiver ?? null);
  }

  private async timelineStarts(signal: AbortSignal): Promise<readonly TimelineStart[]> {
    const { answer } = await askFirst(
      this.urls(),
      (url, stop) => this.options.upstreams.history(url, { timeoutMs: clusterTimeoutMs, signal: stop }),
      patienceMs,
      signal,
    );
    return answer.ok ? timelineStartsOf(answer.value, this.latest().timeline) : [];
  }

  private readings(): ClusterReadings {
    return {
      cluster: this.cluster,
      config: this.config,
      known: this.known,
      patroni: this.patroni,
      postgres: this.postgres,
      haproxy: this.haproxy,
      addresses: this.addresses.all(),
      info: this.info,
      archiverError: this.archiverError,
      archivingFailingSinceMs: this.archivingFailingSinceMs,
      walRateBytesPerSecond: this.walRate.bytesPerSecond(),
    };
  }

  /** A reading came in: what matters is shown at once, mere movement of figures once a second. */
  private changed(): void {
    this.pending ??= setTimeout(() => {
      this.pending = null;
      const snapshot = this.recompose();
      if (significance(snapshot) !== this.shown || this.steady() - this.shownAtMs >= watchedMs) this.show();
    }, 30);
  }

  private show(): void {
    if (this.stopped) return;
    const snapshot = this.recompose();
    const previous = this.previousShown;
    this.shown = significance(snapshot);
    this.shownAtMs = this.steady();
    this.previousShown = snapshot;
    this.options.onSnapshot(snapshot, previous);
  }

  private recompose(): Snapshot {
    try {
      this.current = this.composeOf(this.readings());
    } catch (error) {
      // Without a picture nothing may stay as it was last shown.
      const last = this.current ?? this.composeOf(noReadings);
      this.current = failedSnapshot(last, error, this.now());
      this.options.onError(error, `${this.settings.name}: snapshot`);
    }
    return this.current;
  }

  private composeOf(readings: ClusterReadings): Snapshot {
    const { snapshot, findingMemory } = compose({
      settings: this.settings,
      readings,
      previous: this.current,
      findingMemory: this.findingMemory,
      operation: this.options.operation(),
      sideOperations: this.options.sideOperations(),
      restoreTests: this.options.restoreTests(),
      routeProofs: this.options.routeProofs?.() ?? [],
      causes: this.options.causes?.() ?? [],
      recentLag: this.recentLag.byMember(this.known.map((member) => member.name)),
      nowMs: this.now(),
    });
    this.findingMemory = findingMemory;
    return snapshot;
  }

  private sample(): void {
    const snapshot = this.latest();
    this.recentLag.add(
      this.now(),
      new Map(
        snapshot.members.map((member) => [
          member.name,
          member.patroni.status === 'fresh' ? member.lagBytes : null,
        ]),
      ),
    );
  }
}

/** Whether some Patroni may yet answer: right after Howdah's start, or when one answer alone was missed. */
function isUnsure({ reading, members }: Snapshot): boolean {
  return [reading, ...members.map(({ patroni }) => patroni)].some(
    ({ status }) => status === 'waiting' || status === 'stale',
  );
}
