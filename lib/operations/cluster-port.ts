import type { Snapshot } from '@/lib/contract/snapshot';
import type { ClusterSettings } from '@/lib/settings/types';

/** What operations need of the watched cluster; the runtime wires it to the monitor. */
export interface ClusterPort {
  readonly settings: ClusterSettings;
  /** What is known now; asks nobody. */
  snapshot(): Snapshot;
  /** Asks Patroni and HAProxy now and gives what came. */
  refresh(): Promise<Snapshot>;
  /** Keeps the monitor at its fastest pace until the returned function is called. */
  watchClosely(): () => void;
}
