import { describe, expect, it } from 'vitest';
import type { ProcessEntry } from '../processes';
import { initOf, memberProcesses } from './host-processes';

const root = '/var/tmp/lab';
const marks = (host: string) => [`HOWDAH_LAB=${root}`, `HOWDAH_LAB_HOST=${host}`];

function entry(pid: number, parentPid: number, command: string, environment: string[] = []): ProcessEntry {
  return { pid, parentPid, state: 'S', command: command.split(' '), cwd: '/', environment };
}

/** As `ps` shows two hosts, and a member of somebody else. */
const all = [
  entry(10, 1, 'unshare --mount --pid /bin/sh host-init.sh', marks('alpha')),
  entry(11, 10, '/usr/bin/python3 /usr/bin/supervisord --nodaemon', marks('alpha')),
  entry(12, 11, '/usr/bin/python3 /usr/bin/patroni /etc/patroni/config.yml', marks('alpha')),
  entry(13, 11, '/usr/lib/postgresql/18/bin/postgres -D /var/lib/postgresql/18/main'),
  entry(14, 13, 'postgres: quorum: walwriter'),
  entry(15, 13, 'pgbackrest --stanza=quorum archive-push:async'),
  entry(16, 11, 'sshd: /usr/sbin/sshd -D', marks('alpha')),
  entry(20, 1, 'unshare --mount --pid /bin/sh host-init.sh', marks('bravo')),
  entry(21, 20, '/usr/bin/python3 /usr/bin/supervisord --nodaemon', marks('bravo')),
  entry(22, 21, '/usr/bin/python3 /usr/bin/patroni /etc/patroni/config.yml', marks('bravo')),
  entry(30, 1, '/usr/bin/python3 /usr/bin/patroni /etc/patroni/config.yml'),
];

describe('the processes of a host', () => {
  it('are those below its own init, which is what unshare has started', () => {
    expect(initOf(root, 'alpha', all)?.pid).toBe(11);
    expect(initOf(root, 'bravo', all)?.pid).toBe(21);
    expect(initOf(root, 'charlie', all)).toBeUndefined();
    expect(initOf(`${root}-2`, 'alpha', all)).toBeUndefined();
  });

  it('are signalled Patroni first, then PostgreSQL and what it has started, and nothing else of the host', () => {
    expect(memberProcesses(root, 'alpha', all).map(({ pid }) => pid)).toEqual([12, 13, 14, 15]);
    expect(memberProcesses(root, 'bravo', all).map(({ pid }) => pid)).toEqual([22]);
    expect(memberProcesses(root, 'charlie', all)).toEqual([]);
  });
});
