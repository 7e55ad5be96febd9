import { readRoutes, readsProxy, serversUp, writesProxy } from './haproxy';
import type { LabContext } from './lab-context';
import { type MemberName, memberNames } from './members';
import { type MemberView, readClusterFromAny } from './patroni';
import { type LastBackup, readLastBackup } from './pgbackrest';
import { everyProcess, isFrozen, listProcesses, processesOfMember } from './processes';
import { type LabPhase, labPhase } from './running';
import { addressOfProgram, programStates } from './supervisor';

interface ProgramStatus {
  readonly name: string;
  readonly pid: number | undefined;
  readonly state: string;
  readonly address: string;
}

/** Whom HAProxy sends to. */
export interface Routes {
  readonly writes: readonly string[];
  readonly reads: readonly string[];
}

export interface LabStatus {
  readonly phase: LabPhase['phase'];
  readonly root: string;
  readonly startedAt: string | undefined;
  readonly programs: readonly ProgramStatus[];
  /** undefined: no member answers. */
  readonly members: readonly MemberView[] | undefined;
  /** undefined: HAProxy does not answer. */
  readonly routes: Routes | undefined;
  readonly lastBackup: LastBackup | undefined;
}

export async function status(context: LabContext): Promise<LabStatus> {
  const found = labPhase(context.layout);
  const base = { phase: found.phase, root: context.layout.root };
  if (found.phase !== 'running' && found.phase !== 'starting') return statusWithout(base, found);
  const [programs, members, routes, lastBackup] = await Promise.all([
    programStates(context),
    readClusterFromAny(context.block),
    routesOf(context).catch(() => undefined),
    readLastBackup(context),
  ]);
  const frozen = frozenMembers(context);
  return {
    ...base,
    startedAt: found.marker.startedAt,
    programs: (programs ?? []).map(({ name, pid, state }) => ({
      name,
      pid,
      state: frozen.some((member) => member === name) ? 'frozen' : state,
      address: addressOfProgram(context, name),
    })),
    members,
    routes,
    lastBackup,
  };
}

/** Of a lab that does not run, or of which nothing is known. */
export function statusWithout(base: Pick<LabStatus, 'phase' | 'root'>, found: LabPhase): LabStatus {
  return {
    ...base,
    startedAt: 'marker' in found ? found.marker?.startedAt : undefined,
    programs: [],
    members: undefined,
    routes: undefined,
    lastBackup: undefined,
  };
}

async function routesOf({ block }: LabContext): Promise<Routes> {
  const routes = await readRoutes(block);
  return { writes: serversUp(routes, writesProxy), reads: serversUp(routes, readsProxy) };
}

function frozenMembers({ layout }: Pick<LabContext, 'layout'>): MemberName[] {
  const all = listProcesses();
  return memberNames.filter((member) => everyProcess(processesOfMember(layout, member, all)).some(isFrozen));
}
