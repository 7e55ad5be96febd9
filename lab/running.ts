import { existsSync, readFileSync } from 'node:fs';
import type { Layout } from './layout';
import { type Marker, readMarker } from './marker';
import { listProcesses, processesOfLab } from './processes';

export type LabPhase =
  | { readonly phase: 'absent' | 'foreign-folder' }
  | { readonly phase: 'starting' | 'running'; readonly marker: Marker }
  /** Without a marker: the folder was removed by hand, and its processes are left. */
  | { readonly phase: 'broken'; readonly marker: Marker | undefined };

/** What the folder and its supervisor say about a lab, before anyone asks its parts. */
export function labPhase(layout: Layout): LabPhase {
  const marker = readMarker(layout);
  const processes = processesOfLab(layout.root, listProcesses());
  if (marker === undefined) {
    if (existsSync(layout.root)) return { phase: 'foreign-folder' };
    return processes.length > 0 ? { phase: 'broken', marker } : { phase: 'absent' };
  }
  const supervisorPid = readPid(layout.supervisor.pidFile);
  const supervised = processes.some((entry) => entry.pid === supervisorPid);
  if (marker.ready) return { phase: supervised ? 'running' : 'broken', marker };
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
