import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Lab } from '../lab/lab';

const run = promisify(execFile);

const supervise = (lab: Lab, action: 'start' | 'stop', name: string) =>
  run('supervisorctl', ['-c', lab.layout.supervisor.config, action, name]);

/** The host is not reached any more: neither by a new connection nor by one that was open. */
export async function loseSsh(lab: Lab, member: string): Promise<void> {
  const { stdout } = await run('supervisorctl', [
    '-c',
    lab.layout.supervisor.config,
    'pid',
    `sshd-${member}`,
  ]);
  const open = await descendants(Number(stdout.trim()));
  await supervise(lab, 'stop', `sshd-${member}`);
  for (const { pid, name } of open) {
    if (name === 'sshd') process.kill(pid, 'SIGKILL');
  }
}

async function descendants(root: number): Promise<{ pid: number; name: string }[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,comm=']);
  const all = stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent, name = ''] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), name };
    });
  const below = (pid: number): { pid: number; name: string }[] =>
    all.filter((one) => one.parent === pid).flatMap((one) => [one, ...below(one.pid)]);
  return below(root);
}

export async function findSsh(lab: Lab, member: string): Promise<void> {
  await supervise(lab, 'start', `sshd-${member}`);
}

/** Of every host that a test has left without. */
export async function findEverySsh(lab: Lab): Promise<void> {
  const { programs } = await lab.status();
  for (const { name, state } of programs) {
    if (name.startsWith('sshd-') && state !== 'running') await supervise(lab, 'start', name);
  }
}
