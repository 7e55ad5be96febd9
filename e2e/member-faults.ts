import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Lab } from '../lab/lab';
import type { MemberName } from '../lab/members';
import { listProcesses, processesOfMember } from '../lab/processes';
import { readSecret } from '../lab/secrets';
import type { Api } from './api';
import { haltPatroni } from './halted-patroni';
import { changePatroni } from './patroni-change';
import { smallDisk } from './small-disk';
import { waitFor } from './wait';

const run = promisify(execFile);

/** One real fault of one member, and what mends it. */
export interface MemberFault {
  readonly name: string;
  /** The cause that the page must name. */
  readonly cause: string;
  /** What must stand on the page with it. */
  readonly seen: RegExp;
  /** It serves again by the time somebody looks: only the diagnosis tells what has happened. */
  readonly hasNoFinding?: true;
  /** Answers what mends it. */
  readonly make: (place: Place) => Promise<() => Promise<void>>;
}

interface Place {
  readonly lab: Lab;
  readonly api: Api;
  readonly member: MemberName;
  readonly leader: MemberName;
}

/** Runs a command on the member's host as its account. */
async function onHost({ lab, member }: Place, command: string): Promise<string> {
  const { stdout } = await run('ssh', ['-F', lab.layout.ssh.config, member, command], { timeout: 60_000 });
  return stdout.trim();
}

const dataOf = ({ lab, member }: Place) => join(lab.layout.members[member].home, 'data');

function postmasterOf({ lab, member }: Place): number | null {
  const [first] = processesOfMember(lab.layout, member, listProcesses()).postmaster;
  return first?.pid ?? null;
}

async function writeSegments({ lab, leader }: Place, count: number): Promise<void> {
  for (let segment = 0; segment < count; segment += 1) {
    await lab.psql(leader, "select pg_logical_emit_message(false, 'fault', 'x'); select pg_switch_wal()");
  }
  await lab.psql(leader, 'checkpoint');
}

/** What Patroni and PostgreSQL of the member have logged so far. */
function loggedBy({ lab, member }: Place): string {
  const { logs, members } = lab.layout;
  const folder = members[member].log;
  const files = [join(logs, `${member}.log`), ...readdirSync(folder).map((name) => join(folder, name))];
  return files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

const timesIn = (text: string, words: RegExp) => text.split(words).length - 1;

/** Starts Patroni, and waits until its own try has left these words in the logs, once more than before. */
async function startUntilLogged(place: Place, words: RegExp): Promise<void> {
  const before = timesIn(loggedBy(place), words);
  await place.lab.start(place.member);
  await waitFor(
    `the log of ${place.member} to say ${words}`,
    60_000,
    async () => timesIn(loggedBy(place), words) > before,
  );
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
  {
    name: 'the required WAL gone',
    cause: 'wal-gone',
    seen: /has already been removed/,
    async make(place) {
      const { lab, leader, member } = place;
      await lab.stop(member);
      const slot = () =>
        lab.psql(leader, `select count(*) from pg_replication_slots where slot_name = '${member}'`);
      await waitFor('the leader to drop its slot', 60_000, async () => (await slot()) === '0');
      await writeSegments(place, 8);
      // Without its configuration archive-get gives nothing.
      const configuration = lab.layout.members[member].pgbackrestConfig;
      renameSync(configuration, `${configuration}.aside`);
      await startUntilLogged(place, /has already been removed/);
      return async () => renameSync(`${configuration}.aside`, configuration);
    },
  },
  {
    name: 'a diverged timeline without rewind',
    cause: 'diverged',
    seen: /timeline/,
    async make(place) {
      const { lab, leader, member, api } = place;
      await changePatroni(lab, leader, 'PATCH', 'config', { postgresql: { use_pg_rewind: false } });
      await lab.stop(member);
      const data = dataOf(place);
      // Its history must not reach the repository: every member would follow it from there.
      await onHost(
        place,
        `pg_ctl -D ${data} -l /dev/null -o "-c archive_mode=off" -w start && pg_ctl -D ${data} -w promote`,
      );
      await lab.psql(member, 'create table apart (); checkpoint');
      await onHost(place, `pg_ctl -D ${data} -m fast -w stop`);
      await startUntilLogged(
        place,
        /is not in this server's history|forked off current database system timeline|is behind recovery timeline|is not a child of this server's history/,
      );
      return async () => {
        await changePatroni(lab, leader, 'PATCH', 'config', { postgresql: { use_pg_rewind: true } });
        await api.post('/api/clusters/demo/operations', {
          kind: 'reinitialize',
          input: { member, force: false },
          confirm: 'demo',
        });
      };
    },
  },
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
];

export const followRounds: readonly FaultRound[] = [
  onReplicas('replication-password', 'patroni-frozen'),
  onReplicas('wal-gone', 'killed-in-a-loop'),
  { on: 'leader', faults: [faultOf('archive-command')] },
  { on: 'first', faults: [faultOf('dcs-unreachable')] },
];
