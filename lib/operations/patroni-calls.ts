import {
  deleteSwitchover,
  patchPause,
  postFailover,
  postReinitialize,
  postRestart,
  postSwitchover,
} from '@/lib/upstream/patroni/change';
import { readCluster, readHistory, readMember } from '@/lib/upstream/patroni/read';

/** The requests to Patroni that operations make; tests put a simulated cluster in their place. */
export interface PatroniCalls {
  readonly readCluster: typeof readCluster;
  readonly readMember: typeof readMember;
  readonly readHistory: typeof readHistory;
  readonly postSwitchover: typeof postSwitchover;
  readonly deleteSwitchover: typeof deleteSwitchover;
  readonly postFailover: typeof postFailover;
  readonly postReinitialize: typeof postReinitialize;
  readonly patchPause: typeof patchPause;
  readonly postRestart: typeof postRestart;
}

export const patroniCalls: PatroniCalls = {
  readCluster,
  readMember,
  readHistory,
  postSwitchover,
  deleteSwitchover,
  postFailover,
  postReinitialize,
  patchPause,
  postRestart,
};
