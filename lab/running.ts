import { existsSync, readFileSync } from 'node:fs';
import type { Layout } from './layout';
import { type Marker, readMarker } from './marker';
import { listProcesses, processesOfLab } from './processes';

export type LabPhase =
  | { readonly phase: 'absent' }
  | { readonly phase: 'foreign-folder' }
  | { readonly phase: 'starting' | 'running' | 'broken'; readonly marker: Marker };

/** What the folder and its supervisor say about a lab, before anyone asks its parts. */
export function labPhase(layout: Layout): LabPhase {
  const marker = readMarker(layout);
  if (marker === undefined) {
    return { phase: existsSync(layout.root) ? 'foreign-folder' : 'absent' };
  }
  const processes = processesOfLab(layout.root, listProcesses());
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
