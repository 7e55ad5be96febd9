import { etcdAnswers } from '../etcd';
import { loadSchema } from '../load';
import { type Say, type Step, seconds, stepsTo } from '../progress';
import { runProgram } from '../run-program';
import { waitUntil } from '../wait';
import { addressOf, type NewestContext } from './context';
import { readNewestRoutes } from './haproxy';
import { onHost, startHost } from './hosts';
import { publication } from './load-files';
import { untilSlotsFollow } from './logical-slot';
import { tablespaceFolder } from './patroni';
import { isWhole, viewsOf } from './patroni-rest';
import { newestPsql } from './psql';
import { readSecret } from './secrets';
import { type Cluster, edgeHost, hostsOf, repositoryHost } from './shape';
import { loadProgramsOf } from './supervised';

/** Starts every host of a lab that was written, and what runs on them, in the order in which they need each other. */
export async function bringUp(context: NewestContext, say: Say): Promise<void> {
  const startedMs = performance.now();
  const step = stepsTo(say);
  await step(`${edgeHost} runs, and etcd answers`, async () => {
    await startHost(context, edgeHost);
    await waitUntil('etcd to answer', 20_000, () => etcdAnswers(addressOf(context, edgeHost)));
  });
  for (const cluster of context.shape.clusters) await bringUpCluster(context, cluster, step);
  await step('ssh reaches every host', () => checkSsh(context));
  say(`The hosts are up after ${seconds(performance.now() - startedMs)}.`);
}

async function bringUpCluster(context: NewestContext, cluster: Cluster, step: Step): Promise<void> {
  const [first, ...later] = cluster.members;
  if (first === undefined) return;
  const names = later.map(({ name }) => name);
  await step(`${first.name} leads the cluster ${cluster.name}`, async () => {
    await Promise.all([
      startHost(context, first.name),
      cluster.hasRepository ? startHost(context, repositoryHost) : undefined,
    ]);
    await startPatroni(context, first.name);
    await waitUntil(`${first.name} to lead`, 90_000, async () =>
      (await viewsOf(context, first.name)).some(
        ({ role, state }) => role.endsWith('leader') && /^(running|streaming)$/.test(state),
      ),
    );
  });
  if (!cluster.isStandby) {
    await step('Roles and databases exist', () => createDatabases(context, cluster, first.name));
  }
  if (cluster.hasRepository) {
    await step('The stanza and a first backup exist', () => firstBackup(context, cluster));
  }
  if (names.length > 0) {
    await step(`${names.join(', ')} follow`, async () => {
      await Promise.all(names.map((name) => startHost(context, name)));
      await Promise.all(names.map((name) => startPatroni(context, name)));
      await waitUntil('all members to stream', 180_000, async () =>
        isWhole(await viewsOf(context, first.name), cluster),
      );
    });
  }
  if (cluster.hasProxy)
    await step('HAProxy routes, and the application runs', () => startLoad(context, cluster));
  if (cluster.hasRepository) {
    // A backup that is taken from a standby would not outlive the restart.
    await step('The logical slot is on every member that may lead', () =>
      untilSlotsFollow(context, cluster, first.name),
    );
    await step('Archiving is checked, and each repository has a full backup', async () => {
      await onRepository(context, cluster, ['check']);
      await onRepository(context, cluster, ['--repo=2', '--type=full', 'backup']);
    });
  }
}

async function startPatroni(context: NewestContext, member: string): Promise<void> {
  await onHost(context, member, 'root', ['supervisorctl', 'start', 'patroni']);
}

async function createDatabases(context: NewestContext, cluster: Cluster, leader: string): Promise<void> {
  const { layout } = context;
  const hasApplication = cluster.hasProxy || cluster.hasRepository;
  await newestPsql(
    context,
    leader,
    `CREATE ROLE howdah LOGIN PASSWORD '${readSecret(layout, 'howdah')}' IN ROLE pg_monitor;
     CREATE ROLE howdah_probe LOGIN PASSWORD '${readSecret(layout, 'probe')}';
     CREATE ROLE app LOGIN REPLICATION PASSWORD '${readSecret(layout, 'app')}';
     CREATE DATABASE app OWNER app;
     GRANT CREATE ON DATABASE app TO howdah_probe;`,
  );
  if (!hasApplication) return;
  await newestPsql(context, leader, `SET ROLE app; ${loadSchema}`, 'app');
  if (!cluster.hasRepository) return;
  await newestPsql(context, leader, `CREATE TABLESPACE ts1 OWNER app LOCATION '${tablespaceFolder}'`);
  await newestPsql(
    context,
    leader,
    `SET ROLE app;
     CREATE TABLE archived (id integer, note text) TABLESPACE ts1;
     INSERT INTO archived SELECT id, repeat('a', 100) FROM generate_series(1, 5000) id;
     CREATE PUBLICATION ${publication} FOR TABLE account;`,
    'app',
  );
}

async function firstBackup(context: NewestContext, cluster: Cluster): Promise<void> {
  await onRepository(context, cluster, ['stanza-create']);
  // The other members are made of it.
  await onRepository(context, cluster, ['--repo=1', '--type=full', '--no-backup-standby', 'backup']);
}

async function startLoad(context: NewestContext, cluster: Cluster): Promise<void> {
  const readers = cluster.members.length > 1;
  await waitUntil('HAProxy to route its ports', 60_000, async () => {
    const routes = await readNewestRoutes(context);
    return routes.writes.length === 1 && (!readers || routes.reads.length > 0);
  });
  const programs = loadProgramsOf(cluster.hasRepository);
  await onHost(context, edgeHost, 'root', ['supervisorctl', 'start', ...programs]);
}

/** Runs pgBackRest on the repository's host, as the account that owns the repositories. */
export async function onRepository(
  context: NewestContext,
  { name }: Cluster,
  words: readonly string[],
): Promise<string> {
  const command = ['pgbackrest', `--stanza=${name}`, ...words];
  return onHost(context, repositoryHost, 'pgbackrest', command, { timeoutMs: 240_000 });
}

async function checkSsh({ layout, shape }: NewestContext): Promise<void> {
  const words = ['-F', layout.ssh.config, '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=5'];
  await Promise.all(hostsOf(shape).map((host) => runProgram('ssh', [...words, host, 'true'])));
}
