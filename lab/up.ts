import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { readerRole } from '@/lib/domain/restore/look-reader';
import type { AddressBlock } from './address-block';
import { etcdAnswers } from './etcd';
import { readRoutes, readsProxy, serversUp, writesProxy } from './haproxy';
import type { LabContext } from './lab-context';
import { LabError } from './lab-error';
import { loadPrograms, loadSchema } from './load';
import { writeMarker } from './marker';
import { hostNames, memberNames } from './members';
import { allFollow, readCluster } from './patroni';
import { onRepository } from './pgbackrest';
import { occupiedEndpoints } from './ports';
import { type Say, seconds, stepsTo } from './progress';
import { psql } from './psql';
import { runProgram, tryProgram } from './run-program';
import { labPhase } from './running';
import { readSecret } from './secrets';
import { startSupervisor, supervise } from './supervisor';
import { waitUntil } from './wait';
import { writeLab } from './write-lab';

const firstMember = 'node1';
const laterMembers = memberNames.filter((member) => member !== firstMember);

/** Answers whether it started a lab, or found one running. */
export async function up(context: LabContext, say: Say): Promise<'started' | 'already running'> {
  const { layout, block } = context;
  if (refuseOrFind(context) === 'already running') {
    say(`The lab in ${layout.root} is running already (${block.front}).`);
    return 'already running';
  }
  await refuseOccupiedPorts(block);

  const startedMs = performance.now();
  const step = stepsTo(say);
  say(`Starting a lab in ${layout.root}, addresses ${block.front} to ${block.hosts.repo}`);
  claimFolder(context, false);
  await step('Wrote folders, secrets, keys and configurations', async () => {
    await refuseUnreachableFolder(context);
    await writeLab(context);
  });
  await step('etcd, HAProxy and four sshd run under supervisor', async () => {
    await startSupervisor(context);
    await waitUntil('etcd to answer', 20_000, () => etcdAnswers(block.front));
  });
  await step(`${firstMember} is the leader of a new cluster`, () => startFirstMember(context));
  await step('Roles, the application database and the stanza exist', async () => {
    await Promise.all([createDatabases(context), onRepository(context, 'stanza-create')]);
  });
  await step(`${laterMembers.join(' and ')} stream from ${firstMember}`, () => startLaterMembers(context));
  await step('HAProxy routes writes to the leader and reads to both replicas', () => waitForRoutes(block));
  await step('The application load runs', () => supervise(context, 'start', loadPrograms));
  await Promise.all([
    step('pgBackRest has checked the archive and taken a first full backup', async () => {
      await onRepository(context, 'check');
      await onRepository(context, '--type=full', 'backup');
    }),
    step('ssh reaches all four hosts', () => checkSsh(context)),
  ]);
  claimFolder(context, true);
  say(`The lab is up after ${seconds(performance.now() - startedMs)}.`);
  say(`Settings for Howdah: ${layout.howdahSettings}`);
  return 'started';
}

function refuseOrFind({ layout }: LabContext): 'free' | 'already running' {
  const found = labPhase(layout);
  switch (found.phase) {
    case 'running':
      return 'already running';
    case 'starting':
      throw new LabError(
        `Another "up" (process ${found.marker.startedBy}) is starting the lab in ${layout.root}.`,
      );
    case 'broken':
      throw new LabError(
        `In ${layout.root} there was a lab whose supervisor no longer runs, or that was never ready.\n` +
          'Clear away what is left of it with "npm run lab -- down", then start again.',
      );
    case 'foreign-folder':
      if (readdirSync(layout.root).length === 0) return 'free';
      throw new LabError(
        `The folder ${layout.root} exists, is not empty and is not a lab: choose another HOWDAH_LAB_DIR.`,
      );
    case 'absent':
      return 'free';
  }
}

async function refuseOccupiedPorts(block: AddressBlock): Promise<void> {
  const occupied = await occupiedEndpoints(block);
  if (occupied.length === 0) return;
  throw new LabError(
    [
      'These addresses are in use by something else:',
      ...occupied.map(({ what, address, port }) => `  ${address}:${port}  (for ${what})`),
      'Stop it, or choose another block of addresses with HOWDAH_LAB_ADDRESS.',
    ].join('\n'),
  );
}

function claimFolder({ layout, block, service }: LabContext, ready: boolean): void {
  if (!existsSync(layout.root)) mkdirSync(layout.root, { recursive: true });
  chmodSync(layout.root, 0o755);
  writeMarker(layout, {
    address: block.front,
    serviceUser: service.name,
    startedAt: new Date().toISOString(),
    startedBy: process.pid,
    ready,
  });
}

async function refuseUnreachableFolder({ layout, service }: LabContext): Promise<void> {
  const looked = await tryProgram('/usr/bin/test', ['-r', layout.marker], {
    userId: service.userId,
    groupId: service.groupId,
  });
  if (looked.exitCode === 0) return;
  throw new LabError(
    `The user "${service.name}", who runs the members, cannot reach ${layout.root}: ` +
      'choose a HOWDAH_LAB_DIR whose parents everybody may enter, such as one below /var/tmp.',
  );
}

async function startFirstMember(context: LabContext): Promise<void> {
  await supervise(context, 'start', [firstMember]);
  await waitUntil(
    `${firstMember} to lead (see ${context.layout.logs}/${firstMember}.log)`,
    60_000,
    async () => {
      const views = await readCluster(context.block, firstMember);
      return views.some((view) => view.role === 'leader' && view.state === 'running');
    },
  );
}

async function createDatabases(context: LabContext): Promise<void> {
  const { layout } = context;
  await psql(
    context,
    firstMember,
    `CREATE ROLE app LOGIN PASSWORD '${readSecret(layout, 'app')}';
     CREATE ROLE howdah LOGIN PASSWORD '${readSecret(layout, 'howdah')}' IN ROLE pg_monitor;
     CREATE ROLE ${readerRole} LOGIN IN ROLE pg_read_all_data;
     CREATE ROLE howdah_probe LOGIN PASSWORD '${readSecret(layout, 'probe')}';
     CREATE DATABASE app OWNER app;
     GRANT CREATE ON DATABASE app TO howdah_probe;`,
  );
  await psql(context, firstMember, `SET ROLE app; ${loadSchema}`, 'app');
}

async function startLaterMembers(context: LabContext): Promise<void> {
  await supervise(context, 'start', laterMembers);
  await waitUntil(`all replicas to stream (see ${context.layout.logs})`, 90_000, async () => {
    if (!allFollow(await readCluster(context.block, firstMember))) return false;
    const streaming = await psql(
      context,
      firstMember,
      "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'",
    );
    return Number(streaming) >= laterMembers.length;
  });
}

async function waitForRoutes(block: AddressBlock): Promise<void> {
  await waitUntil('HAProxy to route both ports', 30_000, async () => {
    const routes = await readRoutes(block);
    return (
      serversUp(routes, writesProxy).join() === firstMember &&
      serversUp(routes, readsProxy).length === laterMembers.length
    );
  });
}

async function checkSsh({ layout, programs }: LabContext): Promise<void> {
  await Promise.all(
    hostNames.map((host) =>
      runProgram(programs.ssh, [
        '-F',
        layout.ssh.config,
        '-o',
        'BatchMode=yes',
        '-o',
        'ConnectTimeout=5',
        host,
        'pgbackrest version',
      ]),
    ),
  );
}
