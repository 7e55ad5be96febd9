import type { Lab } from '../lab/lab';
import type { MemberName } from '../lab/members';
import { listProcesses } from '../lab/processes';
import { waitFor } from './wait';

/**
 * Halts the copying of a member as soon as it has begun, so that it is seen however fast the machine is. Answers what
 * lets it go on.
 */
export async function holdCopy(lab: Lab, member: MemberName): Promise<() => void> {
  const { pgbackrestConfig } = lab.layout.members[member];
  const copying = await waitFor(
    `the copying of ${member} to begin`,
    120_000,
    async () => {
      const found = listProcesses().filter(
        ({ command }) => command.includes(`--config=${pgbackrestConfig}`) && command.includes('restore'),
      );
      return found.length === 0 ? null : found.map(({ pid }) => pid);
    },
    20,
  );
  for (const pid of copying) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const pid of copying) process.kill(pid, 'SIGCONT');
  };
}
