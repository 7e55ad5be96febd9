import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { listProcesses, processesOfMember } from '../lab/processes';
import { readSecret } from '../lab/secrets';
import { haltPatroni } from './halted-patroni';
import { dataOf, type MemberFault, onHost, type Place, startUntilLogged } from './member-fault';
import { walFaults } from './member-wal-faults';
import { smallDisk } from './small-disk';
import { waitFor } from './wait';

const run = promisify(execFile);

function postmasterOf({ lab, member }: Place): number | null {
  const [first] = processesOfMember(lab.layout, member, listProcesses()).postmaster;
  return first?.pid ?? null;
}

/** What keeps Patroni or PostgreSQL from running as they should, and what keeps a running member from following. */
const memberFaults = [
  {
    name: 'Patroni frozen',
    cause: 'patroni-frozen',
    seen: /stopped by a signal/,
    async make({ lab, member }) {
      const goOn = haltPatroni(lab, member);
      return async () => goOn();
    },
  },
  {
    name: 'the socket folder gone and not creatable',
    cause: 'socket-folder',
    seen: /is not there, and \S+ may not make it/,
    async make(place) {
      const { lab, member } = place;
      await lab.stop(member);
      lab.dropSocketDir(member);
      await startUntilLogged(place, /Permission denied|could not create/);
      // Patroni has ended without it.
      return async () => {
        lab.makeSocketDir(member);
        await lab.start(member);
      };
    },
  },
  {
    name: 'a data folder with wrong rights',
    cause: 'data-folder-rights',
    seen: /has mode 777/,
    async make(place) {
      const { lab, member } = place;
      await lab.stop(member);
      chmodSync(dataOf(place), 0o777);
      await startUntilLogged(place, /has invalid permissions/);
      return async () => chmodSync(dataOf(place), 0o700);
    },
  },
  {
    name: 'the port taken',
    cause: 'port-taken',
    seen: /which PostgreSQL wants, is held by/,
    async make(place) {
      const { lab, member } = place;
      await lab.stop(member);
      const stranger = createServer((socket) => socket.destroy());
      await new Promise<void>((resolve) => stranger.listen(5432, lab.addressOf(member), resolve));
      await startUntilLogged(place, /could not bind|already in use/i);
      return async () => {
        await new Promise((resolve) => stranger.close(resolve));
      };
    },
  },
  {
    name: 'PostgreSQL started by hand beside Patroni',
    cause: 'started-by-hand',
    seen: /was started as: /,
    async make(place) {
      const { lab, member } = place;
      await lab.stop(member);
      await onHost(place, `pg_ctl -D ${dataOf(place)} -l /dev/null -w start`);
      return async () => {
        await onHost(place, `pg_ctl -D ${dataOf(place)} -m fast -w stop`);
        await lab.start(member);
      };
    },
  },
  {
    name: 'a full disk',
    cause: 'disk-full',
    seen: /has .* left/,
    async make(place) {
      const { lab, member } = place;
      await lab.stop(member);
      const { stdout } = await run('du', ['-sm', dataOf(place)]);
      const disk = await smallDisk(lab, member, Number.parseInt(stdout, 10) + 64);
      await disk.fill();
      await startUntilLogged(place, /No space left on device/);
      return async () => {
        await disk.makeRoom();
        await lab.stop(member);
        await disk.remove();
        await lab.start(member);
      };
    },
  },
  {
    name: 'postgres killed in a loop',
    cause: 'killed-in-a-loop',
    seen: /had been cut off \d+ times/,
    hasNoFinding: true,
    async make(place) {
      for (let times = 0; times < 3; times += 1) {
        await waitFor(
          'it to serve',
          60_000,
          async () => (await place.lab.psql(place.member, 'select 1')) === '1',
        );
        // Only now: Patroni runs other programs in the data folder before.
        const pid = postmasterOf(place);
        if (pid === null) throw new Error('it serves without a postmaster');
        process.kill(pid, 'SIGKILL');
        await waitFor('it to be gone', 10_000, async () => postmasterOf(place) !== pid);
      }
      await waitFor('it to be started again', 60_000, async () => postmasterOf(place));
      return async () => undefined;
    },
  },
  {
    name: 'a wrong replication password',
    cause: 'replication-password',
    seen: /password authentication failed/,
    async make({ lab, leader, member }) {
      await lab.psql(leader, "alter role replicator password 'somebody changed it'");
      await lab.psql(
        leader,
        `select pg_terminate_backend(pid) from pg_stat_replication where application_name = '${member}'`,
      );
      return async () => {
        const password = readSecret(lab.layout, 'replicator');
        await lab.psql(leader, `alter role replicator password '${password}'`);
      };
    },
  },
  {
    name: 'the archive command failing',
    cause: 'archive-command',
    seen: /archive command failed/,
    async make({ lab, member }) {
      await lab.psql(member, "alter system set archive_command = '/bin/false'");
      await lab.psql(member, 'select pg_reload_conf()');
      await lab.psql(member, "select pg_logical_emit_message(false, 'fault', 'x'); select pg_switch_wal()");
      return async () => {
        await lab.psql(member, 'alter system reset archive_command');
        await lab.psql(member, 'select pg_reload_conf()');
      };
    },
  },
  {
    name: 'etcd down',
    cause: 'dcs-unreachable',
    seen: /was not reached from/,
    async make({ lab }) {
      await lab.stop('etcd');
      return async () => {
        await lab.start('etcd');
      };
    },
  },
  ...walFaults,
] as const satisfies readonly MemberFault[];

type Cause = (typeof memberFaults)[number]['cause'];

function faultOf(cause: Cause): MemberFault {
  const fault = memberFaults.find((one) => one.cause === cause);
  if (fault === undefined) throw new Error(`nothing makes ${cause}`);
  return fault;
}

/** One fault of one member, or two at once, of two replicas; the second is made when the first stands. */
export interface FaultRound {
  /** `first`: the first member, from which etcd is looked at whoever leads. */
  readonly on: 'replicas' | 'leader' | 'first';
  readonly faults: readonly MemberFault[];
}

const onReplicas = (one: Cause, other: Cause): FaultRound => ({
  on: 'replicas',
  faults: [faultOf(one), faultOf(other)],
});

export const startRounds: readonly FaultRound[] = [
  onReplicas('socket-folder', 'data-folder-rights'),
  onReplicas('disk-full', 'started-by-hand'),
  onReplicas('diverged', 'port-taken'),
  onReplicas('no-checkpoint', 'wal-does-not-fit'),
];

export const followRounds: readonly FaultRound[] = [
  onReplicas('replication-password', 'patroni-frozen'),
  onReplicas('wal-gone', 'killed-in-a-loop'),
  { on: 'leader', faults: [faultOf('archive-command')] },
  { on: 'first', faults: [faultOf('dcs-unreachable')] },
];
