import { readerRole } from '@/lib/domain/restore/look-reader';
import { type AddressBlock, endpoints } from './address-block';
import { claimFolder, refuseOccupiedPorts, refuseOrFind } from './claim';
import { etcdAnswers } from './etcd';
import { readRoutes, readsProxy, serversUp, writesProxy } from './haproxy';
import type { LabContext } from './lab-context';
import { LabError } from './lab-error';
import { loadPrograms, loadSchema } from './load';
import { hostNames, memberNames } from './members';
import { allFollow, readCluster } from './patroni';
import { onRepository } from './pgbackrest';
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
  if (refuseOrFind(layout, labPhase(layout)) === 'already running') {
    say(`The lab in ${layout.root} is running already (${block.front}).`);
    return 'already running';
  }
  await refuseOccupiedPorts(endpoints(block));

  const startedMs = performance.now();
  const step = stepsTo(say);
  say(`Starting a lab in ${layout.root}, addresses ${block.front} to ${block.hosts.repo}`);
  claim(context, false);
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
  claim(context, true);
  say(`The lab is up after ${seconds(performance.now() - startedMs)}.`);
  say(`Settings for Howdah: ${layout.howdahSettings}`);
  return 'started';
}

function claim({ layout, block, service }: LabContext, ready: boolean): void {
  claimFolder(layout, { address: block.front, serviceUser: service.name, ready });
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
