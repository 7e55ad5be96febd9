import { errorText } from '@/lib/store/store-error';

const checkEveryMs = 3_000;
/** A store that is asked for longer than this does not answer. */
const patienceMs = 5_000;

/** Writes a little into the store again and again: health is what came of it, and nobody who asks for it has to wait. */
export class StoreWatch {
  private reason: string | null = "Howdah's store has not been tried yet";
  private underWaySinceMs: number | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;

  constructor(
    private readonly check: () => Promise<void>,
    private readonly steadyMs: () => number = () => performance.now(),
    private readonly everyMs = checkEveryMs,
  ) {}

  /** Tries now, and from then on again and again. */
  async look(): Promise<void> {
    if (this.isStopped || this.underWaySinceMs !== null) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.underWaySinceMs = this.steadyMs();
    this.reason = await this.check().then(() => null, errorText);
    this.underWaySinceMs = null;
    if (this.isStopped) return;
    this.timer = setTimeout(() => void this.look(), this.everyMs);
    this.timer.unref();
  }

  /** Why the store cannot be written now; null when it can. */
  trouble(): string | null {
    const silentMs = this.underWaySinceMs === null ? 0 : this.steadyMs() - this.underWaySinceMs;
    if (this.reason === null && silentMs >= patienceMs)
      return `Howdah's store has not answered for ${Math.round(silentMs / 1000)} s`;
    return this.reason;
  }

  stop(): void {
    this.isStopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }
}
