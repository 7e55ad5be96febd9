import type { LabContext } from './lab-context';
import { LabError } from './lab-error';
import { loadPrograms } from './load';
import { type MemberName, memberNames } from './members';
import { patroniUrl } from './patroni';
import { everyProcess, isFrozen, listProcesses, processesOfMember, signal } from './processes';
import { psql } from './psql';
import { dropSocketFolder, makeSocketFolder } from './socket-folder';
import { supervise } from './supervisor';
import { waitUntil } from './wait';

export const partNames = ['etcd', 'haproxy', 'load'] as const;
type PartName = (typeof partNames)[number];
export type Target = MemberName | PartName;

export async function stopTarget(context: LabContext, target: Target): Promise<string> {
  refuseFrozen(context, target);
  return supervise(context, 'stop', programsOf(target));
}

export async function startTarget(context: LabContext, target: Target): Promise<string> {
  refuseFrozen(context, target);
  const said = await supervise(context, 'start', programsOf(target));
  const member = memberNames.find((candidate) => candidate === target);
  if (member === undefined || (await patroniStays(context, member))) return said;
  return `${said}, but its Patroni has ended again: see ${context.layout.logs}/${member}.log`;
}

/** Patroni either answers or gives up within about a second; what PostgreSQL then does takes its own time. */
async function patroniStays(context: LabContext, member: MemberName): Promise<boolean> {
  const url = `${patroniUrl(context.block, member)}/liveness`;
  return waitUntil('Patroni to answer or to end', 5000, async () => {
    const answers = await fetch(url, { signal: AbortSignal.timeout(500) }).then(
      () => true,
      () => false,
    );
    if (answers) return 'answers';
    return processesOfMember(context.layout, member, listProcesses()).patroni.length === 0 && 'ended';
  }).then(
    (end) => end === 'answers',
    () => true,
  );
}

/** SIGKILL, Patroni first, so that it cannot see its PostgreSQL die. */
export function killMember({ layout }: LabContext, member: MemberName): number {
  return signalMember(layout, member, 'SIGKILL');
}

export function freezeMember({ layout }: LabContext, member: MemberName): number {
  signalMember(layout, member, 'SIGSTOP');
  // A second look: a postmaster may have started a child while the first was taken.
  return signalMember(layout, member, 'SIGSTOP');
}

export function thawMember({ layout }: LabContext, member: MemberName): number {
  return signalMember(layout, member, 'SIGCONT');
}

export async function pauseReplay(context: LabContext, member: MemberName): Promise<void> {
  await onReplica(context, member, 'SELECT pg_wal_replay_pause()');
}

export async function resumeReplay(context: LabContext, member: MemberName): Promise<void> {
  await onReplica(context, member, 'SELECT pg_wal_replay_resume()');
}

export function dropSocketDir({ layout }: LabContext, member: MemberName): void {
  dropSocketFolder(layout, member);
}

export function makeSocketDir({ layout, service }: LabContext, member: MemberName): void {
  makeSocketFolder(layout, service, member);
}

async function onReplica(context: LabContext, member: MemberName, sql: string): Promise<void> {
  if ((await psql(context, member, 'SELECT pg_is_in_recovery()')) !== 't') {
    throw new LabError(`${member} is the leader: only a replica replays`);
  }
  await psql(context, member, sql);
}

function signalMember(layout: LabContext['layout'], member: MemberName, name: NodeJS.Signals): number {
  const processes = everyProcess(processesOfMember(layout, member, listProcesses()));
  for (const entry of processes) signal(entry.pid, name);
  return processes.length;
}

function refuseFrozen({ layout }: LabContext, target: Target): void {
  const member = memberNames.find((candidate) => candidate === target);
  if (member === undefined) return;
  const processes = everyProcess(processesOfMember(layout, member, listProcesses()));
  if (processes.some(isFrozen)) {
    throw new LabError(`${member} is frozen: "npm run lab -- thaw ${member}" first`);
  }
}

function programsOf(target: Target): readonly string[] {
  return target === 'load' ? loadPrograms : [target];
}
