import { lastLineOf, type Pattern, present } from '../pattern';

const starts = /starting PostgreSQL \d+/;
const cutOff = /database system was interrupted|was not properly shut down|terminated by signal 9/;
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
  match({ postgresLog, member, postmaster }) {
    if (postgresLog === null) return null;
    // Lines that go on from the one before have no time of their own.
    const newestMs = Math.max(...postgresLog.map((line) => momentOf(line) ?? Number.NEGATIVE_INFINITY));
    const recent = postgresLog.filter((line) => newestMs - (momentOf(line) ?? newestMs) < withinMs);
    const started = recent.filter((line) => starts.test(line)).length;
    const interrupted = recent.filter((line) => cutOff.test(line)).length;
    if (started < fewest || interrupted < fewest) return null;
    // It has lived for a while since: this is over.
    if ((postmaster?.process?.seconds ?? 0) > aliveSeconds) return null;
    return {
      certainty: 'likely',
      because: present([
        `Within ten minutes it was started ${started} times, and had been cut off ${interrupted} times.`,
        lastLineOf(recent, cutOff),
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

function momentOf(line: string): number | null {
  const found = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(line);
  const ms = found === null ? Number.NaN : Date.parse(`${found[1]}T${found[2]}Z`);
  return Number.isNaN(ms) ? null : ms;
}
