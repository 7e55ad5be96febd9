import { Cron } from 'croner';

export interface ScheduledTests {
  readonly cluster: string;
  /** Five fields, already checked, in the time zone of this machine. */
  readonly schedule: string;
}

export interface RestoreTestScheduleParts {
  readonly clusters: readonly ScheduledTests[];
  /** When the newest test of a cluster began, whoever asked for it and whatever came of it; null without one. */
  readonly lastBegan: (cluster: string) => Promise<string | null>;
  /** Starts one, or tells why not; `dueAt` is the moment that it was meant for. */
  readonly start: (cluster: string, dueAt: Date) => Promise<void>;
  readonly onError: (cluster: string, error: unknown) => void;
}

/**
 * Starts restore tests when they are due. What was due while Howdah did not run is made up for once, however often
 * it was missed. A cluster that was never tested waits for its first time.
 */
export class RestoreTestSchedule {
  private readonly crons = new Map<string, Cron>();
  private begun = false;

  constructor(private readonly parts: RestoreTestScheduleParts) {
    for (const { cluster, schedule } of parts.clusters) {
      this.crons.set(cluster, new Cron(schedule, { mode: '5-part', paused: true, unref: true }));
    }
  }

  /** When the cluster's next test is due; null without a schedule. */
  nextAt(cluster: string): string | null {
    return this.crons.get(cluster)?.nextRun()?.toISOString() ?? null;
  }

  /** From now on tests are started. Call it when operations can be; a second call does nothing. */
  begin(): void {
    if (this.begun) return;
    this.begun = true;
    for (const [cluster, cron] of this.crons) {
      cron.schedule(() => this.run(cluster, new Date()));
      cron.resume();
      void this.makeUp(cluster, cron);
    }
  }

  stop(): void {
    for (const cron of this.crons.values()) cron.stop();
  }

  private async makeUp(cluster: string, cron: Cron): Promise<void> {
    // What falls due while the store is asked is not missed: its own time has come.
    const beganMs = Date.now();
    try {
      const lastBegan = await this.parts.lastBegan(cluster);
      if (lastBegan === null) return;
      const missed = cron.nextRun(new Date(lastBegan));
      if (missed !== null && missed.getTime() <= beganMs) await this.run(cluster, missed);
    } catch (error) {
      this.parts.onError(cluster, error);
    }
  }

  private async run(cluster: string, dueAt: Date): Promise<void> {
    try {
      await this.parts.start(cluster, dueAt);
    } catch (error) {
      this.parts.onError(cluster, error);
    }
  }
}
