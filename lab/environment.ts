import { homedir } from 'node:os';
import { isAbsolute, normalize } from 'node:path';
import { type AddressBlock, addressBlock } from './address-block';
import { LabError } from './lab-error';
import { longestRootBytes } from './layout';
import { type Pace, paceOf } from './pace';

export const defaultAddress = '127.0.0.10';

const systemFolders = new Set(
  [
    '/bin /boot /dev /etc /home /lib /lib64 /media /mnt /opt /proc /root /run /sbin /srv /sys /tmp /usr /var',
    '/var/tmp /var/lib /var/log /var/run /var/cache /usr/local /usr/lib /usr/bin /usr/share /run/user',
  ].flatMap((line) => line.split(' ')),
);

export interface LabPlace {
  readonly dir: string;
  /** undefined: not said, so an existing lab's own address holds, or else the default. */
  readonly address: string | undefined;
  readonly pace: Pace;
}

export function placeFromEnvironment(
  environment: NodeJS.ProcessEnv = process.env,
  userId: number = process.getuid?.() ?? 0,
): LabPlace {
  return {
    dir: checkedDir(environment.HOWDAH_LAB_DIR || defaultDir(userId)),
    address: environment.HOWDAH_LAB_ADDRESS || undefined,
    pace: paceOf(environment.HOWDAH_LAB_PACE),
  };
}

function defaultDir(userId: number): string {
  return userId === 0 ? '/var/tmp/howdah-lab' : `/var/tmp/howdah-lab-${userId}`;
}

export function checkedDir(given: string): string {
  const dir = normalize(given).replace(/(?<=.)\/+$/, '');
  const wrong = (why: string): LabError =>
    new LabError(`HOWDAH_LAB_DIR is "${given}": ${why}, for example /var/tmp/howdah-lab`, 2);
  if (!isAbsolute(given)) throw wrong('it must be an absolute path');
  // It is written into configuration files of seven programs that each quote in their own way.
  if (!/^[A-Za-z0-9/._-]+$/.test(dir)) {
    throw wrong('it may only have letters, digits, and the characters / . _ -');
  }
  if (Buffer.byteLength(dir) > longestRootBytes) {
    throw wrong(`it may have at most ${longestRootBytes} bytes, so that the sockets in it fit`);
  }
  if (dir === '/' || systemFolders.has(dir) || dir === homedir()) {
    throw wrong('the lab needs a folder of its own, because "down" removes it whole');
  }
  return dir;
}

export function checkedBlock(said: string | undefined, ofExistingLab: string | undefined): AddressBlock {
  const block = addressBlock(said ?? ofExistingLab ?? defaultAddress);
  if (said !== undefined && ofExistingLab !== undefined && block.front !== ofExistingLab) {
    throw new LabError(
      `HOWDAH_LAB_ADDRESS is ${said}, but the lab in this folder was started on ${ofExistingLab}: ` +
        'leave it out, or choose another HOWDAH_LAB_DIR for a second lab',
      2,
    );
  }
  return block;
}
