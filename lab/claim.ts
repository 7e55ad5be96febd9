import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import type { Endpoint } from './address-block';
import { LabError } from './lab-error';
import { type MarkedPlace, type Marker, writeMarker } from './marker';
import { occupiedEndpoints } from './ports';
import type { LabPhase } from './running';

/** Throws where `up` may not begin in this folder. */
export function refuseOrFind(place: MarkedPlace, found: LabPhase): 'free' | 'already running' {
  switch (found.phase) {
    case 'running':
      return 'already running';
    case 'starting':
      throw new LabError(
        `Another "up" (process ${found.marker.startedBy}) is starting the lab in ${place.root}.`,
      );
    case 'broken':
      throw new LabError(
        `In ${place.root} there was a lab whose supervisor no longer runs, or that was never ready.\n` +
          'Clear away what is left of it with "npm run lab -- down", then start again.',
      );
    case 'foreign-folder':
      if (readdirSync(place.root).length === 0) return 'free';
      throw new LabError(
        `The folder ${place.root} exists, is not empty and is not a lab: choose another HOWDAH_LAB_DIR.`,
      );
    case 'absent':
      return 'free';
  }
}

export async function refuseOccupiedPorts(endpoints: readonly Endpoint[]): Promise<void> {
  const occupied = await occupiedEndpoints(endpoints);
  if (occupied.length === 0) return;
  throw new LabError(
    [
      'These addresses are in use by something else:',
      ...occupied.map(({ what, address, port }) => `  ${address}:${port}  (for ${what})`),
      'Stop it, or choose another block of addresses with HOWDAH_LAB_ADDRESS.',
    ].join('\n'),
  );
}

/** Makes the folder, and says in it whose lab it is; again once the lab is ready. */
export function claimFolder(place: MarkedPlace, said: Omit<Marker, 'startedAt' | 'startedBy'>): void {
  if (!existsSync(place.root)) mkdirSync(place.root, { recursive: true });
  chmodSync(place.root, 0o755);
  writeMarker(place, { ...said, startedAt: new Date().toISOString(), startedBy: process.pid });
}
