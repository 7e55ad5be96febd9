import { type KnownEntry, lastWords, newestMsOf, type PostgresLog } from '../log/postgres-log';
import { type Pattern, present } from '../pattern';

/** The version with which each start begins, in any language. */
const starts = /PostgreSQL \d+\S* .*on \S+/;
const withinMs = 10 * 60_000;
const fewest = 3;
/** What lives for so long was not killed at once again. */
const aliveSeconds = 60;

export const killedInALoop: Pattern = {
  id: 'killed-in-a-loop',
  title: 'PostgreSQL is killed again and again',
  short: 'killed in a loop',
  meaning:
    'Something ends it with SIGKILL, and Patroni starts it again. Mostly the kernel, short of memory (OOM killer, or the limit of a container); else a script, a watchdog or a person.',
  source: {
    title: 'PostgreSQL: Linux memory overcommit',
    url: 'https://www.postgresql.org/docs/current/kernel-resources.html#LINUX-MEMORY-OVERCOMMIT',
  },
  ruledOutBy: [
    {
      words: 'It has been running for more than a minute since.',
      holds: ({ postmaster }) => (postmaster?.process?.seconds ?? 0) > aliveSeconds,
    },
    {
      words:
        'It ended by itself, and its log says why: PANIC, no checkpoint, or a history that it cannot recover along.',
      holds: ({ postgresLog }) =>
        recentOf(postgresLog).some(
          ({ severity, id }) => severity === 'PANIC' || id === 'forked' || id === 'noCheckpoint',
        ),
    },
  ],
  mayFollowFrom: ['disk-full'],
  match({ postgresLog, member }) {
    const recent = recentOf(postgresLog);
    const started = recent.filter(
      ({ severity, message }) => severity === 'LOG' && starts.test(message),
    ).length;
    const interrupted = recent.filter(({ id }) => id === 'cutOff').length;
    if (started < fewest || interrupted < fewest) return null;
    return {
      certainty: 'likely',
      because: present([
        `Within ten minutes it was started ${started} times, and had been cut off ${interrupted} times.`,
        lastWords(
          recent.filter(({ id }) => id === 'cutOff'),
          /./,
        ),
      ]),
      fix: 'See who sent the signal. For the kernel: less shared_buffers, work_mem or connections, more memory, vm.overcommit_memory=2. For a limit of a container or unit: raise it.',
      commands: [
        {
          where: member,
          text: "sudo journalctl -k --since '-1h' | grep -i -E 'out of memory|killed process'",
        },
        { where: member, text: 'systemctl show patroni -p MemoryMax -p OOMPolicy' },
      ],
    };
  },
};

function recentOf(log: PostgresLog | null): readonly KnownEntry[] {
  const newestMs = newestMsOf(log);
  if (log === null || newestMs === null) return [];
  // Lines that go on from the one before have no time of their own.
  return log.entries.filter(({ atMs }) => newestMs - (atMs ?? newestMs) < withinMs);
}
