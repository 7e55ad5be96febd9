import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../lab-error';
import { type Say, stepsTo } from '../progress';
import { type RunOptions, runProgram, tryProgram } from '../run-program';
import { installScript, suite } from './root-contents';

const minuteMs = 60_000;

/** Kept outside of any checkout and between runs: making a root takes minutes and a network. */
export function rootsFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment.HOWDAH_LAB_ROOTS || '/var/cache/howdah-lab';
}

/** Its name changes with what is installed in it, so that an old one is never taken for a new one. */
export function rootPath(folder: string): string {
  const contents = createHash('sha256').update(installScript([])).digest('hex').slice(0, 12);
  return join(folder, `${suite}-${contents}`);
}

/** The root that hosts are overlays of, made where it is missing; what makes it has `environment` as its mark. */
export async function findOrMakeRoot(
  folder: string,
  environment: Readonly<Record<string, string>>,
  say: Say,
): Promise<string> {
  const root = rootPath(folder);
  if (existsSync(root)) return root;
  say(`There is no root yet in ${folder}: making one of Debian ${suite}, which takes some minutes.`);
  const step = stepsTo(say);
  const made = `${root}.made-by-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  removeUnfinished(folder);
  try {
    const mirror = await debianMirror();
    await step(`Debian ${suite} unpacked`, () => unpack(mirror, made, environment));
    await step('Packages of the hosts installed', () => install(made, environment));
    if (!existsSync(root)) renameSync(made, root);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  return root;
}

/** Of an "up" that was killed. */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /\.made-by-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}

async function unpack(
  mirror: string,
  folder: string,
  environment: NonNullable<RunOptions['environment']>,
): Promise<void> {
  const wanted = ['--variant=minbase', '--include=ca-certificates', suite, folder, mirror];
  await runProgram('debootstrap', wanted, { environment, timeoutMs: 30 * minuteMs });
}

async function install(folder: string, environment: NonNullable<RunOptions['environment']>): Promise<void> {
  const script = installScript(await aptOptions());
  writeFileSync(join(folder, 'etc', 'resolv.conf'), readFileSync('/etc/resolv.conf'));
  const options: RunOptions = { input: script, environment, timeoutMs: 30 * minuteMs };
  // In namespaces of its own: what is mounted and what a package starts ends with it.
  const enter = `mount -t proc proc '${folder}/proc' && exec chroot '${folder}' /bin/sh -s`;
  await runProgram('unshare', ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', enter], options);
}

/** The mirror of this machine's own apt configuration. */
async function debianMirror(): Promise<string> {
  const asked = await tryProgram('apt-get', ['indextargets', '--format', '$(ORIGIN)|$(SITE)']).catch(
    () => undefined,
  );
  const mirror = mirrorOf(asked?.output ?? '');
  if (mirror !== undefined) return mirror;
  throw new LabError(
    'The newest parts are packages of Debian, and no Debian mirror is in the apt configuration of this machine ' +
      '("apt-get indextargets" names none; after "apt-get update" it may).',
  );
}

export function mirrorOf(targets: string): string | undefined {
  return targets
    .split('\n')
    .map((line) => line.split('|'))
    .find(([origin, site = '']) => origin === 'Debian' && site !== '' && !site.includes('security'))?.[1];
}

/** How this machine reaches its mirror: proxies, and whether old lists count. */
async function aptOptions(): Promise<string[]> {
  const dump = await runProgram('apt-config', ['dump', '--format', '%f=%v%n', 'Acquire']);
  return dump.split('\n').filter((line) => /^Acquire::(https?::|Check-)[^=]*=./.test(line));
}
