import type { ClusterEvent } from '@/lib/contract/events';
import type { Snapshot } from '@/lib/contract/snapshot';
import { type ChangeMemory, changesBetween } from '@/lib/domain/changes';
import type { LagSample } from '@/lib/store/samples';

const sampleMs = 5000;
const retryMs = 3000;
/** Events that wait for a store that does not answer; beyond this the oldest are lost, and said to be. */
const waitingEventsMost = 1000;

/** Where the recorder puts what it has; each promise may fail, and then only history is lost. */
export interface RecorderStore {
  appendEvent(event: Omit<ClusterEvent, 'id'>): Promise<ClusterEvent>;
  appendSamples(samples: readonly LagSample[]): Promise<void>;
  appendWalRate(rate: { cluster: string; atMs: number; bytesPerSecond: number | null }): Promise<void>;
  /** Who led when Howdah last looked, before it was started this time. */
  lastLeader(cluster: string): Promise<{ leader: string; timeline: number | null } | null>;
}

export interface RecorderOptions {
  readonly store: RecorderStore;
  readonly lagLimitBytes: number;
  readonly onEvent: (event: ClusterEvent) => void;
  readonly onError: (error: unknown) => void;
  /** What has passed; nobody can set it. */
  readonly steadyMs?: () => number;
}

/** Writes down what happens to one cluster, whether or not anybody looks. */
export class Recorder {
  private memory: ChangeMemory = { leader: null, timeline: null, overLimit: new Set() };
  /** By the steady time. */
  private lastSampleMs = Number.NEGATIVE_INFINITY;
  private begun = false;
  // One after the other, so that events keep the order in which they happened.
  private waiting: Omit<ClusterEvent, 'id'>[] = [];
  private writing = false;
  private sampling: Promise<void> | null = null;
  private closed = false;

  constructor(private readonly options: RecorderOptions) {}

  take(snapshot: Snapshot, previous: Snapshot | null): void {
    if (!this.begun) this.begin(snapshot);
    if (previous !== null) {
      const { events, memory } = changesBetween(previous, snapshot, this.memory, this.options.lagLimitBytes);
      this.memory = memory;
      for (const event of events) this.write(event);
    }
    const steadyMs = this.options.steadyMs?.() ?? performance.now();
    if (steadyMs - this.lastSampleMs >= sampleMs) {
      this.lastSampleMs = steadyMs;
      this.sample(snapshot, Date.parse(snapshot.at));
    }
  }

  /** The first look with a leader: what changed while Howdah was not running is told once. */
  private begin(snapshot: Snapshot): void {
    const { leader, timeline } = snapshot;
    if (leader === null) return;
    this.begun = true;
    const known = this.memory.leader !== null;
    if (!known) this.memory = { ...this.memory, leader, timeline };
    this.sayWhoLeads(snapshot, leader).catch(this.options.onError);
  }

  private async sayWhoLeads(snapshot: Snapshot, leader: string): Promise<void> {
    const { cluster, at, timeline } = snapshot;
    const common = { cluster, at, subject: leader, operationId: null };
    const before = await this.untilDone(() => this.options.store.lastLeader(cluster));
    if (before != null && before.leader !== leader) {
      this.write({
        ...common,
        kind: 'leader_changed',
        severity: 'warning',
        title: `${leader} became leader while Howdah was not running${timeline === null ? '' : `, timeline ${timeline}`}`,
        detail: { from: before.leader, to: leader, timeline, whileAway: true },
      });
    }
    this.write({
      ...common,
      kind: 'howdah_started',
      severity: 'info',
      title: `Howdah began to watch; ${leader} leads`,
      detail: { leader, timeline },
    });
  }

  close(): void {
    this.closed = true;
  }

  /** Takes it in its turn; it waits for a store that does not answer. */
  write(event: Omit<ClusterEvent, 'id'>): void {
    this.waiting.push(event);
    if (this.waiting.length > waitingEventsMost) {
      this.waiting.shift();
      this.options.onError(new Error('the store did not answer for so long that an event was lost'));
    }
    if (this.writing) return;
    this.writing = true;
    void this.writeWaiting();
  }

  private async writeWaiting(): Promise<void> {
    for (
      let event = this.waiting.shift();
      event !== undefined && !this.closed;
      event = this.waiting.shift()
    ) {
      const next = event;
      const written = await this.untilDone(() => this.options.store.appendEvent(next));
      if (written !== null) this.options.onEvent(written);
    }
    this.writing = false;
  }

  /** Tries until the store takes it, or null when this recorder is closed first. */
  private async untilDone<Result>(attempt: () => Promise<Result>): Promise<Result | null> {
    while (!this.closed) {
      try {
        return await attempt();
      } catch (error) {
        this.options.onError(error);
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
    return null;
  }

  private sample(snapshot: Snapshot, atMs: number): void {
    const samples = snapshot.members
      .filter((member) => member.name !== snapshot.leader && member.patroni.status === 'fresh')
      .map((member) => ({
        cluster: snapshot.cluster,
        member: member.name,
        atMs,
        lagBytes: member.lagBytes,
        receiveLagBytes: member.receiveLagBytes,
        replayLagBytes: member.replayLagBytes,
        lagSeconds: member.lagSeconds,
      }));
    const bytesPerSecond = snapshot.replication.walRateBytesPerSecond;
    // A store that is slower than the samples loses some of them; it never gets a growing queue.
    if (this.sampling !== null) return;
    this.sampling = (async () => {
      await this.options.store.appendSamples(samples);
      if (bytesPerSecond !== null) {
        await this.options.store.appendWalRate({ cluster: snapshot.cluster, atMs, bytesPerSecond });
      }
    })()
      .catch(this.options.onError)
      .finally(() => {
        this.sampling = null;
      });
  }
}
