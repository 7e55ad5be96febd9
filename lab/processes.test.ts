import { describe, expect, it } from 'vitest';
import { layoutOf } from './layout';
import { everyProcess, type ProcessEntry, processesOfLab, processesOfMember } from './processes';

const root = '/var/tmp/howdah-lab';

function entry(pid: number, command: string, more: Partial<ProcessEntry> = {}): ProcessEntry {
  return { pid, parentPid: 1, state: 'S', command: command.split(' '), cwd: '/', environment: [], ...more };
}

const pids = (entries: readonly ProcessEntry[]): number[] => entries.map(({ pid }) => pid).sort();

describe('the processes of a lab', () => {
  it('are its programs, by their mark, their configuration or their folder, and all that these started', () => {
    const all = [
      entry(1001, `/usr/bin/python3 /usr/bin/supervisord -c ${root}/supervisord.conf`),
      entry(1002, '/usr/bin/etcd --name=lab', { environment: [`HOWDAH_LAB=${root}`] }),
      entry(1003, `/usr/lib/postgresql/15/bin/postgres -D ${root}/node1/home/data`),
      entry(1004, 'postgres: demo: walwriter', { cwd: `${root}/node1/home/data` }),
      entry(1005, `sshd: /usr/sbin/sshd -D -f ${root}/node1/sshd/sshd_config [listener]`),
      entry(1006, 'sshd: postgres@notty', { parentPid: 1005 }),
      entry(1007, 'sleep 100', { parentPid: 1006 }),
    ];
    expect(pids(processesOfLab(root, all))).toEqual([1001, 1002, 1003, 1004, 1005, 1006, 1007]);
  });

  it('are not those of a lab whose folder only begins alike', () => {
    const all = [
      entry(1001, `/usr/bin/python3 /usr/bin/supervisord -c ${root}-test/supervisord.conf`),
      entry(1002, '/usr/bin/etcd', { environment: [`HOWDAH_LAB=${root}-test`] }),
      entry(1003, 'postgres: demo: walwriter', { cwd: `${root}-test/node1/home/data` }),
      entry(1004, `/usr/sbin/haproxy -f ${root}.old/haproxy/haproxy.cfg`),
    ];
    expect(processesOfLab(root, all)).toEqual([]);
  });

  it('are not people’s own programs that look at the lab, nor Howdah', () => {
    const all = [
      entry(1001, `vim ${root}/howdah.yaml`),
      entry(1002, `tail -f ${root}/log/node1.log`),
      entry(1003, '-bash', { cwd: root }),
      entry(1004, 'node server.ts', { environment: [`HOWDAH_SETTINGS=${root}/howdah.yaml`] }),
      entry(1005, `ssh -F ${root}/ssh/config node1`),
      entry(1006, 'npm run lab -- up', { environment: [`HOWDAH_LAB_DIR=${root}`] }),
    ];
    expect(processesOfLab(root, all)).toEqual([]);
  });

  it('are not those of another PostgreSQL on the machine', () => {
    const all = [
      entry(1001, '/usr/lib/postgresql/15/bin/postgres -D /var/lib/postgresql/15/main', {
        cwd: '/var/lib/postgresql/15/main',
      }),
      entry(1002, '/usr/bin/python3 /usr/bin/patroni /etc/patroni/config.yml'),
    ];
    expect(processesOfLab(root, all)).toEqual([]);
  });

  it('never hold the one who asks, nor who started it', () => {
    const mark = { environment: [`HOWDAH_LAB=${root}`] };
    const all = [
      entry(900, 'bash', mark),
      entry(process.pid, 'node cli.ts down', { ...mark, parentPid: 900 }),
      entry(1001, '/usr/bin/etcd', mark),
    ];
    expect(pids(processesOfLab(root, all))).toEqual([1001]);
  });
});

describe('the processes of a member', () => {
  it('are its Patroni, its postmaster and whatever they started, and no other member’s', () => {
    const data = `${root}/node1/home/data`;
    const all = [
      entry(1001, `/usr/bin/python3 /usr/bin/patroni ${root}/node1/patroni.yml`),
      entry(1002, `/usr/lib/postgresql/15/bin/postgres -D ${data}`, { cwd: data }),
      entry(1003, 'postgres: demo: archiver', { parentPid: 1002, cwd: data }),
      entry(1004, 'pgbackrest archive-push', { parentPid: 1003, cwd: data }),
      entry(1005, 'pg_basebackup', { parentPid: 1001 }),
      entry(1006, `/usr/bin/python3 /usr/bin/patroni ${root}/node2/patroni.yml`),
      entry(1007, `/usr/lib/postgresql/15/bin/postgres -D ${root}/node2/home/data`, {
        cwd: `${root}/node2/home/data`,
      }),
      entry(1008, `sshd: /usr/sbin/sshd -D -f ${root}/node1/sshd/sshd_config`),
    ];
    const found = processesOfMember(layoutOf(root), 'node1', all);
    expect(pids(found.patroni)).toEqual([1001]);
    expect(pids(found.postmaster)).toEqual([1002]);
    expect(pids(everyProcess(found))).toEqual([1001, 1002, 1003, 1004, 1005]);
  });
});
