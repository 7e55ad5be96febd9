import { LabError } from '../lab-error';
import { listProcesses, signal } from '../processes';
import type { NewestContext } from './context';
import { memberProcesses } from './host-processes';
import { onHost, tryOnHost } from './hosts';
import { frozenMembers } from './newest-status';
import { socketFolder } from './patroni';
import { newestPsql } from './psql';
import { edgeHost, membersOf } from './shape';
import { loadProgramsOf } from './supervised';

/** Stops or starts a member's Patroni, etcd, HAProxy or the application; answers what supervisor says. */
export async function superviseTarget(
  context: NewestContext,
  action: 'stop' | 'start',
  target: string,
): Promise<string> {
  const { shape } = context;
  const isMember = membersOf(shape).some(({ name }) => name === target);
  if (isMember && frozenMembers(context).includes(target)) {
    throw new LabError(`${target} is frozen: "npm run lab -- thaw ${target}" first`);
  }
  const hasSlot = shape.clusters.some(({ hasRepository }) => hasRepository);
  const load = target === 'load' ? loadProgramsOf(hasSlot) : [target];
  const programs = isMember ? ['patroni'] : load;
  const host = isMember ? target : edgeHost;
  const command = ['supervisorctl', action, ...programs];
  const { output } = await tryOnHost(context, host, 'root', command, { timeoutMs: 90_000 });
  return `${host}: ${output.trim()}`;
}

/** Answers how many processes it went to. */
export function signalMember({ layout }: NewestContext, member: string, name: NodeJS.Signals): number {
  const processes = memberProcesses(layout.root, member, listProcesses());
  for (const { pid } of processes) signal(pid, name);
  return processes.length;
}

export async function setReplay(
  context: NewestContext,
  member: string,
  word: 'pause' | 'resume',
): Promise<void> {
  if ((await newestPsql(context, member, 'SELECT pg_is_in_recovery()')) !== 't') {
    throw new LabError(`${member} is the leader: only a replica replays`);
  }
  await newestPsql(context, member, `SELECT pg_wal_replay_${word}()`);
}

export async function dropSocketFolder(context: NewestContext, member: string): Promise<void> {
  await onHost(context, member, 'root', ['rm', '-rf', socketFolder]);
}

export async function makeSocketFolder(context: NewestContext, member: string): Promise<void> {
  const owner = ['-o', 'postgres', '-g', 'postgres', '-m', '2775'];
  await onHost(context, member, 'root', ['install', '-d', ...owner, socketFolder]);
}
