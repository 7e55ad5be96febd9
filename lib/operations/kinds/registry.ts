import type { AnyKind } from '../kind';
import { backup } from './backup';
import { cancelSwitchover } from './cancel-switchover';
import { check } from './check';
import { drill } from './drill';
import { expire } from './expire';
import { startMember, stopMember } from './member-service';
import { reinitialize } from './reinitialize';
import { restore } from './restore';
import { restoreTest } from './restore-test';
import { switchover } from './switchover';
import { verify } from './verify';

/** Every change that Howdah can make to a cluster. */
export const kinds: readonly AnyKind[] = [
  switchover,
  cancelSwitchover,
  reinitialize,
  backup,
  check,
  verify,
  expire,
  restore,
  restoreTest,
  stopMember,
  startMember,
  drill,
];
