import { existsSync, rmSync } from 'node:fs';
import { claimFolder, refuseOccupiedPorts, refuseOrFind } from '../claim';
import type { LabNames } from '../commands';
import { endProcesses } from '../down';
import type { LabPlace } from '../environment';
import { LabError } from '../lab-error';
import { readMarker, refuseForeignLab } from '../marker';
import type { Pace } from '../pace';
import { listeningEndpoints } from '../ports';
import { listProcesses, processesOfLab } from '../processes';
import { type Say, sayNothing, seconds, stepsTo } from '../progress';
import { phaseOf } from '../running';
import type { LabStatus } from '../status';
import { labVariable } from '../supervisor';
import { bringUp } from './bring-up';
import { addressesOf, type NewestContext, newestLayoutOf } from './context';
import { newestEndpoints } from './endpoints';
import { initOf } from './host-processes';
import {
  dropSocketFolder,
  makeSocketFolder,
  setReplay,
  signalMember,
  superviseTarget,
} from './newest-faults';
import { newestStatus } from './newest-status';
import { socketFolder } from './patroni';
import { newestPsql } from './psql';
import { refuseWithoutMeans } from './requirements';
import { findOrMakeRoot, rootPath, rootsFolder } from './root';
import { edgeHost, membersOf, partsOf, type ShapeName, shapeNames, shapes } from './shape';
import { writeHosts } from './write-hosts';

const defaultAddress = '127.0.60.10';

/** Slower than that of the other form: a Patroni that has no answer for three seconds here is short of a processor, not of etcd. */
export const newestPace: Pace = { loop_wait: 2, ttl: 30, retry_timeout: 10 };

/** One lab of the newest parts, running or not; `lab/lab.ts` has what each of it does. */
export interface NewestLab {
  readonly context: NewestContext;
  readonly names: LabNames;
  up(): Promise<'started' | 'already running'>;
  down(): Promise<void>;
  status(): Promise<LabStatus>;
  stop(target: string): Promise<string>;
  start(target: string): Promise<string>;
  kill(member: string): number;
  freeze(member: string): number;
  thaw(member: string): number;
  pauseReplay(member: string): Promise<void>;
  resumeReplay(member: string): Promise<void>;
  dropSocketDir(member: string): Promise<void>;
  makeSocketDir(member: string): Promise<void>;
  socketFolderOf(member: string): string;
  psql(member: string, sql: string, database?: string): Promise<string>;
}

/** The shape of the lab that lies there, or else the one that is wanted. */
export function openNewestLab(place: LabPlace, wanted?: ShapeName, say: Say = sayNothing): NewestLab {
  const layout = newestLayoutOf(place.dir);
  refuseForeignLab(layout);
  const existing = readMarker(layout);
  const shape = shapes[shapeThere(existing?.shape, wanted)];
  const address = place.address ?? (existing?.address || defaultAddress);
  const context: NewestContext = {
    layout,
    shape,
    addresses: addressesOf(shape, address),
    pace: place.pace,
    root: rootPath(rootsFolder()),
  };
  const phase = () => phaseOf(layout, (processes) => initOf(layout.root, edgeHost, processes) !== undefined);
  const running = (): NewestContext => {
    if (phase().phase === 'running') return context;
    throw new LabError(`No lab runs in ${layout.root}: start one with "npm run lab -- up --parts newest"`);
  };

  return {
    context,
    names: { members: membersOf(shape).map(({ name }) => name), parts: partsOf(shape) },
    up: async () => {
      if (refuseOrFind(layout, phase()) === 'already running') {
        say(`The lab in ${layout.root} is running already (${shape.name}, ${address}).`);
        return 'already running';
      }
      await up(context, address, say);
      return 'started';
    },
    down: () => down(context, phase().phase, say),
    status: async () => newestStatus(context, phase()),
    stop: async (target) => superviseTarget(running(), 'stop', target),
    start: async (target) => superviseTarget(running(), 'start', target),
    kill: (member) => signalMember(running(), member, 'SIGKILL'),
    freeze: (member) => {
      signalMember(running(), member, 'SIGSTOP');
      // A second look: a postmaster may have started a child while the first was taken.
      return signalMember(running(), member, 'SIGSTOP');
    },
    thaw: (member) => signalMember(running(), member, 'SIGCONT'),
    pauseReplay: async (member) => setReplay(running(), member, 'pause'),
    resumeReplay: async (member) => setReplay(running(), member, 'resume'),
    dropSocketDir: async (member) => dropSocketFolder(running(), member),
    makeSocketDir: async (member) => makeSocketFolder(running(), member),
    socketFolderOf: () => socketFolder,
    psql: async (member, sql, database) => newestPsql(context, member, sql, database),
  };
}

function shapeThere(there: string | undefined, wanted: ShapeName | undefined): ShapeName {
  const found = shapeNames.find((name) => name === there);
  if (found !== undefined && wanted !== undefined && wanted !== found) {
    throw new LabError(
      `The lab in this folder has the shape "${found}": take it down first, or choose another HOWDAH_LAB_DIR`,
      2,
    );
  }
  return found ?? wanted ?? 'quorum-cascade';
}

async function up(context: NewestContext, address: string, say: Say): Promise<void> {
  const { layout, shape, root } = context;
  await refuseWithoutMeans(layout.root, !existsSync(root));
  await refuseOccupiedPorts(newestEndpoints(context));
  const startedMs = performance.now();
  say(`Starting a lab of the newest parts (${shape.name}) in ${layout.root}, addresses from ${address}`);
  const claim = (ready: boolean): void =>
    claimFolder(layout, { address, serviceUser: 'root', ready, parts: 'newest', shape: shape.name });
  claim(false);
  await findOrMakeRoot(rootsFolder(), { [labVariable]: layout.root }, say);
  await stepsTo(say)('Wrote secrets, keys, certificates and configurations', () => writeHosts(context));
  await bringUp(context, say);
  claim(true);
  say(`The lab is up after ${seconds(performance.now() - startedMs)}.`);
  say(`Settings for Howdah: ${layout.howdahSettings}`);
}

async function down(context: NewestContext, phase: string, say: Say): Promise<void> {
  const { layout } = context;
  const startedMs = performance.now();
  const ended = await endProcesses(layout.root);
  if (phase === 'foreign-folder') {
    throw new LabError(`The folder ${layout.root} is not a lab's: it stays as it is.`);
  }
  if (phase === 'absent' && ended === 0) {
    say(`No lab in ${layout.root}: nothing to do.`);
    return;
  }
  rmSync(layout.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const left = [
    ...processesOfLab(layout.root, listProcesses()).map(({ pid }) => `process ${pid}`),
    ...listeningEndpoints(newestEndpoints(context)).map(
      (each) => `a listener on ${each.address}:${each.port}`,
    ),
    ...(existsSync(layout.root) ? [layout.root] : []),
  ];
  if (left.length > 0) throw new LabError(`The lab is down, but this is left: ${left.join(', ')}`);
  say(`Ended ${ended} processes and removed ${layout.root} in ${seconds(performance.now() - startedMs)}.`);
  say('No process, no listening port and no folder of the lab is left.');
}
