import type { Pattern } from '../pattern';
import { archiveCommand } from './archive-command';
import { archiveOldSegment } from './archive-old-segment';
import { clockSkew } from './clock-skew';
import { dataFolderRights } from './data-folder-rights';
import { dcsUnreachable } from './dcs-unreachable';
import { diskFull } from './disk-full';
import { diverged } from './diverged';
import { killedInALoop } from './killed-in-a-loop';
import { noCheckpoint } from './no-checkpoint';
import { otherSystem } from './other-system';
import { patroniFrozen } from './patroni-frozen';
import { patroniStopped } from './patroni-stopped';
import { portTaken } from './port-taken';
import { replicationPassword } from './replication-password';
import { slotMissing } from './slot-missing';
import { socketFolder } from './socket-folder';
import { startedByHand } from './started-by-hand';
import { walDoesNotFit } from './wal-does-not-fit';
import { walGone } from './wal-gone';

/** What explains most comes first: among equally certain causes this is the order of the page. */
export const allPatterns: readonly Pattern[] = [
  patroniFrozen,
  startedByHand,
  diskFull,
  dataFolderRights,
  socketFolder,
  portTaken,
  noCheckpoint,
  otherSystem,
  diverged,
  replicationPassword,
  slotMissing,
  walDoesNotFit,
  walGone,
  dcsUnreachable,
  archiveOldSegment,
  archiveCommand,
  killedInALoop,
  patroniStopped,
  clockSkew,
];
