import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError } from '../lab-error';
import { listProcesses } from '../processes';
import { type RunOptions, type RunResult, runProgram, standardPath, tryProgram } from '../run-program';
import { labVariable } from '../supervisor';
import { waitUntil } from '../wait';
import { fullName, hostFolders, type NewestContext } from './context';
import type { AccountName } from './host-files';
import { hostVariable, initOf } from './host-processes';
import { postgresBin } from './patroni';
import { namespaceOptions } from './requirements';

const initScript = fileURLToPath(new URL('host-init.sh', import.meta.url));

export type HostPlace = Pick<NewestContext, 'layout'>;

/** Starts the init of a host, which outlives the one who started it. */
export async function startHost(context: NewestContext, host: string): Promise<void> {
  const { layout, root } = context;
  const log = openSync(join(layout.logs, `${host}.log`), 'a');
  const words = ['/bin/sh', initScript, root, hostFolders(layout, host).folder, fullName(host)];
  const child = spawn('unshare', [...namespaceOptions, ...words], {
    cwd: '/',
    detached: true,
    env: {
      PATH: standardPath,
      [labVariable]: layout.root,
      [hostVariable]: host,
    } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  await waitUntil(`the host ${host} to run (see ${layout.logs}/${host}.log)`, 30_000, async () => {
    const answer = await tryOnHost(context, host, 'root', ['supervisorctl', 'pid']);
    return answer.exitCode === 0;
  });
}

/** Runs a command on a host as one of its accounts, in its namespaces. */
export async function tryOnHost(
  place: HostPlace,
  host: string,
  account: AccountName,
  command: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  return tryProgram('nsenter', enter(place, host, account, command), inHost(options));
}

export async function onHost(
  place: HostPlace,
  host: string,
  account: AccountName,
  command: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  return (await runProgram('nsenter', enter(place, host, account, command), inHost(options))).trimEnd();
}

function inHost(options: RunOptions): RunOptions {
  const PATH = `${postgresBin}:${standardPath}`;
  return { ...options, environment: { PATH, ...options.environment } };
}

function enter(
  { layout }: HostPlace,
  host: string,
  account: AccountName,
  command: readonly string[],
): string[] {
  const init = initOf(layout.root, host, listProcesses());
  if (init === undefined) throw new LabError(`The host ${host} does not run`);
  const namespaces = ['--target', String(init.pid), '--mount', '--pid', '--ipc', '--uts', '--root', '--wd'];
  const as = account === 'root' ? [] : ['runuser', '-u', account, '--'];
  return [...namespaces, '--', ...as, ...command];
}
