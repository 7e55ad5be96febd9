import type { Lab } from '../lab/lab';
import type { MemberName } from '../lab/members';
import { listProcesses, processesOfMember } from '../lab/processes';

/** Patroni alone stands still, PostgreSQL goes on; answers what lets it go on too. */
export function haltPatroni(lab: Lab, member: MemberName): () => void {
  const pids = processesOfMember(lab.layout, member, listProcesses()).patroni.map(({ pid }) => pid);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  };
}
