import { existsSync, readFileSync } from 'node:fs';
import type { Layout } from './layout';
import { type MarkedPlace, type Marker, readMarker } from './marker';
import { listProcesses, type ProcessEntry, processesOfLab } from './processes';

export type LabPhase =
  | { readonly phase: 'absent' | 'foreign-folder' }
  | { readonly phase: 'starting' | 'running'; readonly marker: Marker }
  /** Without a marker: the folder was removed by hand, and its processes are left. */
  | { readonly phase: 'broken'; readonly marker: Marker | undefined };

/** What the folder and its supervisor say about a lab, before anyone asks its parts. */
export function labPhase(layout: Layout): LabPhase {
  return phaseOf(layout, (processes) => {
    const supervisorPid = readPid(layout.supervisor.pidFile);
    return processes.some((entry) => entry.pid === supervisorPid);
  });
}

/** `isSupervised` is asked of the lab's processes. */
export function phaseOf(
  place: MarkedPlace,
  isSupervised: (processes: readonly ProcessEntry[]) => boolean,
): LabPhase {
  const marker = readMarker(place);
  const processes = processesOfLab(place.root, listProcesses());
  if (marker === undefined) {
    if (existsSync(place.root)) return { phase: 'foreign-folder' };
    return processes.length > 0 ? { phase: 'broken', marker } : { phase: 'absent' };
  }
  if (marker.ready) return { phase: isSupervised(processes) ? 'running' : 'broken', marker };
  return { phase: isAlive(marker.startedBy) ? 'starting' : 'broken', marker };
}

function readPid(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8').trim());
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  return pid > 0 && existsSync(`/proc/${pid}`);
}
