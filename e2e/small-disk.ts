import { execFile } from 'node:child_process';
import { renameSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Lab } from '../lab/lab';
import type { MemberName } from '../lab/members';

const run = promisify(execFile);
const asRoot = (argv: readonly [string, ...string[]]) =>
  process.getuid?.() === 0 ? run(argv[0], argv.slice(1)) : run('sudo', ['-n', ...argv]);

export interface SmallDisk {
  /** Takes all the room that is left. */
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
  return {
    async fill() {
      const { stdout } = await run('df', ['--output=avail', '--block-size=1', home]);
      await asRoot(['fallocate', '--length', stdout.trim().split('\n').at(-1) ?? '', ballast]);
    },
    async makeRoom() {
      await asRoot(['rm', '--force', ballast]);
    },
    async remove() {
      await asRoot(['rm', '--force', ballast]);
      await asRoot(['rm', '--recursive', '--force', aside]);
      await asRoot(['cp', '--archive', home, aside]);
      await asRoot(['umount', home]);
      await asRoot(['rmdir', home]);
      renameSync(aside, home);
    },
  };
}
