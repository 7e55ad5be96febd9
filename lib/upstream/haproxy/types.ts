import type { HaproxyServer } from '@/lib/contract/snapshot';

/** HAProxy's statistics at one moment, by the names of its proxies. */
export interface HaproxyStatistics {
  readonly proxies: ReadonlyMap<string, HaproxyProxy>;
}

/** A `frontend`, a `backend`, or a `listen` section, which is both. */
export interface HaproxyProxy {
  readonly name: string;
  readonly frontend: HaproxySide | null;
  readonly backend: HaproxySide | null;
  readonly servers: readonly HaproxyServerStatistics[];
}

export interface HaproxySide {
  /** HAProxy's own word: `OPEN`, `UP`, `DOWN`, … */
  readonly status: string;
  /** Sessions that stand now. */
  readonly sessions: number | null;
}

/** A server as HAProxy sees it, before it is known which member it is. */
export type HaproxyServerStatistics = Omit<HaproxyServer, 'member'>;
