import { lastBackupIn } from '../pgbackrest';
import { isFrozen, listProcesses } from '../processes';
import type { LabPhase } from '../running';
import { type LabStatus, statusWithout } from '../status';
import { type ProgramState, parseStates } from '../supervisor';
import { addressOf, type NewestContext } from './context';
import { readNewestRoutes } from './haproxy';
import { memberProcesses } from './host-processes';
import { tryOnHost } from './hosts';
import { viewsOfAny } from './patroni-rest';
import { hostsOf, membersOf, proxiedCluster, repositoryHost } from './shape';

export async function newestStatus(context: NewestContext, found: LabPhase): Promise<LabStatus> {
  const { layout, shape } = context;
  const base = { phase: found.phase, root: layout.root };
  if (found.phase !== 'running' && found.phase !== 'starting') return statusWithout(base, found);
  const [programs, views, routes, lastBackup] = await Promise.all([
    Promise.all(hostsOf(shape).map(async (host) => ({ host, states: await statesOn(context, host) }))),
    Promise.all(shape.clusters.map((cluster) => viewsOfAny(context, cluster))),
    proxiedCluster(shape) === undefined ? undefined : readNewestRoutes(context).catch(() => undefined),
    readLastBackup(context),
  ]);
  const frozen = frozenMembers(context);
  const members = views.flatMap((each) => each ?? []);
  return {
    ...base,
    startedAt: found.marker.startedAt,
    programs: programs.flatMap(({ host, states }) =>
      states.map(({ name, pid, state }) => ({
        name: `${host} ${name}`,
        // Its number within the host.
        pid,
        state: name === 'patroni' && frozen.includes(host) ? 'frozen' : state,
        address: addressOf(context, host),
      })),
    ),
    members: members.length === 0 ? undefined : members,
    routes,
    lastBackup,
  };
}

async function statesOn(context: NewestContext, host: string): Promise<ProgramState[]> {
  const asked = await tryOnHost(context, host, 'root', ['supervisorctl', 'status']).catch(() => undefined);
  const states = parseStates(asked?.output ?? '');
  return states.length > 0 ? states : [{ name: 'host', state: 'stopped', pid: undefined }];
}

async function readLastBackup(context: NewestContext): Promise<LabStatus['lastBackup']> {
  const cluster = context.shape.clusters.find(({ hasRepository }) => hasRepository);
  if (cluster === undefined) return undefined;
  const words = ['pgbackrest', `--stanza=${cluster.name}`, '--output=json', 'info'];
  const asked = await tryOnHost(context, repositoryHost, 'pgbackrest', words).catch(() => undefined);
  return asked?.exitCode === 0 ? lastBackupIn(asked.output) : undefined;
}

export function frozenMembers({ layout, shape }: Pick<NewestContext, 'layout' | 'shape'>): string[] {
  const all = listProcesses();
  return membersOf(shape)
    .map(({ name }) => name)
    .filter((name) => memberProcesses(layout.root, name, all).some(isFrozen));
}
