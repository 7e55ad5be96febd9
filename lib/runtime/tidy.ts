import { trimEvents } from '@/lib/store/events';
import type { Store } from '@/lib/store/queryable';
import { newestSampleMs, reclaim, samplesKeptMs, thinSamples } from '@/lib/store/samples';

/** A clock that stands before the newest sample was set back. */
const backMs = 60_000;

export interface TidyParts {
  readonly store: Store;
  readonly clusters: readonly string[];
  readonly nowMs: () => number;
  readonly steadyMs: () => number;
}

/**
 * Keeps the history small. Samples are thinned by their age, and a clock that was set says nothing of that: for as long
 * as samples are kept, from then on by the time that really passes, none is touched.
 */
export class Tidy {
  private fromMs: number | null = null;

  constructor(private readonly parts: TidyParts) {}

  clockWasSet(): void {
    this.fromMs = this.parts.steadyMs() + samplesKeptMs;
  }

  async run(): Promise<void> {
    const { store, clusters, nowMs, steadyMs } = this.parts;
    for (const cluster of clusters) await trimEvents(store, cluster);
    // The clock may have been set while Howdah did not run.
    if (this.fromMs === null) {
      const newestMs = await newestSampleMs(store);
      const ageMs = newestMs === null ? 0 : nowMs() - newestMs;
      this.fromMs = ageMs < -backMs || ageMs > samplesKeptMs ? steadyMs() + samplesKeptMs : steadyMs();
    }
    if (steadyMs() >= this.fromMs) await thinSamples(store, nowMs());
    await reclaim(store);
  }
}
