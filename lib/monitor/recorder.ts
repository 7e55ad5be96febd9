import type { ClusterEvent } from '@/lib/contract/events';
import type { Snapshot } from '@/lib/contract/snapshot';
import { type ChangeMemory, changesBetween } from '@/lib/domain/changes';
import type { LagSample } from '@/lib/store/samples';

const sampleMs = 5000;

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
}

/** Writes down what happens to one cluster, whether or not anybody looks. */
export class Recorder {
  private memory: ChangeMemory = { leader: null, timeline: null, overLimit: new Set() };
  private lastSampleMs = 0;
  private begun = false;
  // One after the other, so that events keep the order in which they happened.
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly options: RecorderOptions) {}

  take(snapshot: Snapshot, previous: Snapshot | null): void {
    if (!this.begun) this.begin(snapshot);
    if (previous !== null) {
      const { events, memory } = changesBetween(previous, snapshot, this.memory, this.options.lagLimitBytes);
      this.memory = memory;
      for (const event of events) this.write(event);
    }
    const atMs = Date.parse(snapshot.at);
    if (atMs - this.lastSampleMs >= sampleMs) {
      this.lastSampleMs = atMs;
      this.sample(snapshot, atMs);
    }
  }

  /** The first look with a leader: what changed while Howdah was not running is told once. */
  private begin(snapshot: Snapshot): void {
    const { leader, timeline } = snapshot;
    if (leader === null) return;
    this.begun = true;
    const known = this.memory.leader !== null;
    if (!known) this.memory = { ...this.memory, leader, timeline };
    this.queue = this.queue
      .then(async () => {
        const before = await this.options.store.lastLeader(snapshot.cluster);
        if (before !== null && before.leader !== leader) {
          await this.append({
            cluster: snapshot.cluster,
            at: snapshot.at,
            kind: 'leader_changed',
            severity: 'warning',
            subject: leader,
            title: `${leader} became leader while Howdah was not running${timeline === null ? '' : `, timeline ${timeline}`}`,
            operationId: null,
            detail: { from: before.leader, to: leader, timeline, whileAway: true },
          });
        }
        await this.append({
          cluster: snapshot.cluster,
          at: snapshot.at,
          kind: 'howdah_started',
          severity: 'info',
          subject: leader,
          title: `Howdah began to watch; ${leader} leads`,
          operationId: null,
          detail: { leader, timeline },
        });
      })
      .catch(this.options.onError);
  }

  private write(event: Omit<ClusterEvent, 'id'>): void {
    this.queue = this.queue.then(() => this.append(event)).catch(this.options.onError);
  }

  private async append(event: Omit<ClusterEvent, 'id'>): Promise<void> {
    this.options.onEvent(await this.options.store.appendEvent(event));
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
    this.queue = this.queue
      .then(async () => {
        await this.options.store.appendSamples(samples);
        if (bytesPerSecond !== null) {
          await this.options.store.appendWalRate({ cluster: snapshot.cluster, atMs, bytesPerSecond });
        }
      })
      .catch(this.options.onError);
  }
}
