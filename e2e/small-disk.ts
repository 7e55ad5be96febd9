import { execFile } from 'node:child_process';
import { renameSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Lab } from '../lab/lab';
import type { MemberName } from '../lab/members';

const run = promisify(execFile);
const asRoot = (argv: readonly [string, ...string[]]) =>
  process.getuid?.() === 0 ? run(argv[0], argv.slice(1)) : run('sudo', ['-n', ...argv]);

export interface SmallDisk {
  /** Takes all the room that is left, and what others give back, until there is to be room. */
  fill(): Promise<void>;
  makeRoom(): Promise<void>;
  /** Puts everything back where it lay. The member must be stopped. */
  remove(): Promise<void>;
}

/** Gives a stopped member's home, with its data, a file system of its own. */
export async function smallDisk(lab: Lab, member: MemberName, megabytes: number): Promise<SmallDisk> {
  const { home } = lab.layout.members[member];
  const aside = `${home}.aside`;
  const ballast = `${home}/ballast`;
  const { stdout: owner } = await run('stat', ['--format=%U:%G', home]);
  renameSync(home, aside);
  await asRoot(['mkdir', home]);
  await asRoot(['mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', home]);
  await asRoot(['chown', owner.trim(), home]);
  await asRoot(['cp', '--archive', `${aside}/.`, home]);
  await asRoot(['mkdir', ballast]);
  let filling: Promise<void> | null = null;
  let isFull = false;
  let files = 0;
  const takeRest = async () => {
    const { stdout } = await run('df', ['--output=avail', '--block-size=1', home]);
    const free = Number(stdout.trim().split('\n').at(-1));
    if (free === 0) return;
    files += 1;
    // Somebody may be quicker; then there is less to take next time.
    await asRoot(['fallocate', '--length', String(free), `${ballast}/${files}`]).catch(() => undefined);
  };
  const stopFilling = async () => {
    isFull = false;
    await filling;
    await asRoot(['find', ballast, '-type', 'f', '-delete']);
  };
  return {
    async fill() {
      await takeRest();
      isFull = true;
      filling = (async () => {
        while (isFull) {
          await takeRest();
          await sleep(20);
        }
      })();
    },
    makeRoom: stopFilling,
    async remove() {
      await stopFilling();
      await asRoot(['rmdir', ballast]);
      await asRoot(['rm', '--recursive', '--force', aside]);
      await asRoot(['cp', '--archive', home, aside]);
      await asRoot(['umount', home]);
      await asRoot(['rmdir', home]);
      renameSync(aside, home);
    },
  };
}
