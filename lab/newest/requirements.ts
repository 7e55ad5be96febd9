import { accessSync, constants, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabError } from '../lab-error';
import { standardPath, tryProgram } from '../run-program';

const needs = [
  ['unshare', 'util-linux'],
  ['nsenter', 'util-linux'],
  ['chroot', 'coreutils'],
  ['mount', 'mount'],
  ['openssl', 'openssl'],
  ['ssh', 'openssh-client'],
  ['ssh-keygen', 'openssh-client'],
] as const;

export const namespaceOptions = ['--mount', '--pid', '--ipc', '--uts', '--fork', '--kill-child'] as const;

/** Throws with what is missing. Hosts will lie in `folder`, which need not be there yet. */
export async function refuseWithoutMeans(
  folder: string,
  isRootMissing: boolean,
  machine: { readonly userId: number; readonly searchPath: string } = {
    userId: process.getuid?.() ?? -1,
    searchPath: standardPath,
  },
): Promise<void> {
  if (machine.userId !== 0) {
    throw new LabError(
      'The newest parts run on hosts of their own: only root may make namespaces and mount in them. ' +
        'Run it as root, or leave out "--parts newest".',
    );
  }
  const wanted = isRootMissing ? [...needs, ['debootstrap', 'debootstrap'] as const] : needs;
  const missing = wanted.filter(([program]) => !isThere(program, machine.searchPath));
  if (missing.length > 0) {
    throw new LabError(
      [
        'These programs are missing, and the hosts of the newest parts need them:',
        ...missing.map(([program, debianPackage]) => `  ${program}  (Debian package ${debianPackage})`),
      ].join('\n'),
    );
  }
  await refuseWithoutNamespaces(nearestFolder(folder));
}

async function refuseWithoutNamespaces(folder: string): Promise<void> {
  const namespaces = await tryProgram('unshare', [...namespaceOptions, 'true']);
  if (namespaces.exitCode !== 0) {
    throw new LabError(
      `This machine lets root make no mount, pid, ipc and uts namespaces (in a container: CAP_SYS_ADMIN is missing): ` +
        namespaces.errors.trim(),
    );
  }
  const trial = mkdtempSync(join(folder, 'overlay-'));
  try {
    const mount =
      'mkdir a b c d && mount --make-rprivate / && mount -t overlay overlay -o lowerdir=a,upperdir=b,workdir=c d';
    const overlay = await tryProgram('unshare', ['--mount', 'sh', '-c', mount], { cwd: trial });
    if (overlay.exitCode === 0) return;
    throw new LabError(
      `No overlay can be mounted in ${folder}: ${overlay.errors.trim()}\n` +
        'It needs the kernel’s overlay file system, and a folder that is not on an overlay itself: choose another HOWDAH_LAB_DIR.',
    );
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}

function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder));
}

function isThere(program: string, searchPath: string): boolean {
  return searchPath.split(':').some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
