import { patroniAnswers } from '../disproofs';
import type { Pattern } from '../pattern';

export const patroniFrozen: Pattern = {
  id: 'patroni-frozen',
  title: 'Patroni is frozen',
  short: 'Patroni frozen',
  meaning:
    'Its process is there and does nothing: it was stopped by a signal (SIGSTOP), a debugger, or hangs in the kernel on a disk or network file system that does not answer. PostgreSQL may serve on, but nobody renews the leader’s key or follows a new leader.',
  source: {
    title: 'proc(5): the state of a process',
    url: 'https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html',
  },
  ruledOutBy: [patroniAnswers],
  match({ service, patroni, member }) {
    const stuck = (service?.processes ?? []).filter(
      ({ state }) => state === 'T' || state === 't' || state === 'D',
    );
    const [first] = stuck;
    if (first === undefined) return null;
    const isStopped = first.state !== 'D';
    return {
      certainty: isStopped ? 'certain' : 'likely',
      because: [
        `Process ${first.pid} is ${isStopped ? 'stopped by a signal' : 'waiting in the kernel and cannot be interrupted'} (state ${first.state}).`,
        ...(patroni.trouble === null ? [] : [patroni.trouble]),
      ],
      fix: isStopped
        ? 'Find out who stopped it, then let it go on. If it was away for longer than ttl another member leads by now; it follows by itself.'
        : 'Look at the disks and network file systems of the host: the process goes on when they answer.',
      commands: isStopped
        ? [{ where: member, text: `sudo kill -CONT ${first.pid}` }]
        : [{ where: member, text: `sudo cat /proc/${first.pid}/stack` }],
    };
  },
};
