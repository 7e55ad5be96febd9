import type { Lab } from '../lab/lab';
import type { MemberName } from '../lab/members';
import { listProcesses, processesOfMember } from '../lab/processes';

/** Patroni alone stands still, PostgreSQL goes on; answers what lets it go on too. */
export function haltPatroni(lab: Lab, member: MemberName): () => void {
  return patroniOf(lab, member)();
}

/** Found beforehand, so that it can be halted at once. */
export function patroniOf(lab: Lab, member: MemberName): () => () => void {
  const pids = processesOfMember(lab.layout, member, listProcesses()).patroni.map(({ pid }) => pid);
  const send = (signal: 'SIGSTOP' | 'SIGCONT') => {
    for (const pid of pids) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended meanwhile.
      }
    }
  };
  return () => {
    send('SIGSTOP');
    return () => send('SIGCONT');
  };
}
