import { chmodSync, existsSync, lstatSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AddressBlock, endpoints } from './address-block';
import { LabError } from './lab-error';
import type { Layout } from './layout';
import { memberNames } from './members';
import { listeningEndpoints } from './ports';
import { isPostgres, listProcesses, type ProcessEntry, processesOfLab, signal } from './processes';
import { type Say, seconds } from './progress';
import { tryProgram } from './run-program';
import { labPhase } from './running';

/** Ends every process of the lab, whatever state it is in, and removes its folder. */
export async function down(layout: Layout, block: AddressBlock, say: Say): Promise<void> {
  const startedMs = performance.now();
  const found = labPhase(layout).phase;
  if (lstatSync(layout.root, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new LabError(`${layout.root} is a symbolic link: name the folder itself.`);
  }
  if (found === 'starting') say('An "up" is still at work; ending it with the rest.');

  const ended = await endProcesses(layout.root);
  if (found === 'foreign-folder') {
    throw new LabError(`The folder ${layout.root} is not a lab's: it stays as it is.`);
  }
  if (found === 'absent' && ended === 0) {
    say(`No lab in ${layout.root}: nothing to do.`);
    return;
  }
  await removeSharedMemory(layout);
  removeFolder(layout);
  verify(layout, block);
  say(`Ended ${ended} processes and removed ${layout.root} in ${seconds(performance.now() - startedMs)}.`);
  say('No process, no listening port and no folder of the lab is left.');
}

/** Ends every process of a lab; answers how many there were. */
export async function endProcesses(root: string): Promise<number> {
  const ended = new Set<number>();
  const killAtMs = performance.now() + 5000;
  const giveUpAtMs = killAtMs + 10_000;
  for (;;) {
    const left = processesOfLab(root, listProcesses());
    if (left.length === 0) return ended.size;
    if (performance.now() > giveUpAtMs) {
      throw new LabError(`These processes do not end: ${left.map((entry) => entry.pid).join(', ')}`);
    }
    for (const entry of left) ended.add(entry.pid);
    endGently(left, performance.now() > killAtMs);
    await sleep(50);
  }
}

/** PostgreSQL may clean up its shared memory; everything else ends at once, watchers before what they would start again. */
function endGently(left: readonly ProcessEntry[], patienceIsOver: boolean): void {
  const supervisorFirst = [...left].sort(
    (one, other) => Number(isSupervisor(other)) - Number(isSupervisor(one)),
  );
  for (const entry of supervisorFirst) {
    if (!isPostgres(entry) || patienceIsOver) signal(entry.pid, 'SIGKILL');
  }
  const postgres = left.filter(isPostgres);
  const postgresPids = new Set(postgres.map((entry) => entry.pid));
  for (const entry of postgres) {
    if (!postgresPids.has(entry.parentPid)) signal(entry.pid, 'SIGQUIT');
    signal(entry.pid, 'SIGCONT');
  }
}

function isSupervisor(entry: ProcessEntry): boolean {
  return entry.command.some((argument) => argument.endsWith('/supervisord'));
}

/** A PostgreSQL that was killed leaves its System V segment behind; its number stands in postmaster.pid. */
async function removeSharedMemory(layout: Layout): Promise<void> {
  for (const member of memberNames) {
    const file = `${layout.members[member].data}/postmaster.pid`;
    if (!existsSync(file)) continue;
    const segment = readFileSync(file, 'utf8').split('\n')[6]?.trim().split(/\s+/)[1];
    if (segment !== undefined) await tryProgram('ipcrm', ['-m', segment]);
  }
}

function removeFolder(layout: Layout): void {
  if (!existsSync(layout.root)) return;
  for (const member of memberNames) {
    const { socketParent } = layout.members[member];
    if (existsSync(socketParent)) chmodSync(socketParent, 0o755);
  }
  rmSync(layout.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

function verify(layout: Layout, block: AddressBlock): void {
  const listening = listeningEndpoints(endpoints(block));
  const left = [
    ...processesOfLab(layout.root, listProcesses()).map((entry) => `process ${entry.pid}`),
    ...listening.map(({ address, port }) => `a listener on ${address}:${port}`),
    ...(existsSync(layout.root) ? [layout.root] : []),
  ];
  if (left.length > 0) throw new LabError(`The lab is down, but this is left: ${left.join(', ')}`);
}
