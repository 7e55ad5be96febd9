import type { AnyKind } from '../kind';
import { cancelSwitchover } from './cancel-switchover';
import { reinitialize } from './reinitialize';
import { restore } from './restore';
import { restoreTest } from './restore-test';
import { switchover } from './switchover';

/** Every change that Howdah can make to a cluster. */
export const kinds: readonly AnyKind[] = [switchover, cancelSwitchover, reinitialize, restore, restoreTest];
