import { type LabNames, type Parts, partsNames, stableNames, type WantedLab } from './commands';
import { placeFromEnvironment } from './environment';
import { labAt } from './lab';
import { LabError } from './lab-error';
import { readMarker } from './marker';
import { newestLayoutOf } from './newest/context';
import { newestPace, openNewestLab } from './newest/newest-lab';
import { type Say, sayNothing } from './progress';
import type { LabStatus } from './status';

/** What a person does with a lab, whatever its parts. */
interface LabInHand {
  up(): Promise<unknown>;
  down(): Promise<void>;
  status(): Promise<LabStatus>;
  stop(target: string): Promise<string>;
  start(target: string): Promise<string>;
  kill(member: string): number;
  freeze(member: string): number;
  thaw(member: string): number;
  pauseReplay(member: string): Promise<void>;
  resumeReplay(member: string): Promise<void>;
  dropSocketDir(member: string): void | Promise<void>;
  makeSocketDir(member: string): void | Promise<void>;
  socketFolderOf(member: string): string;
}

/** The lab in the folder that the environment names: of the parts that it has, or else of those that are wanted. */
export function openLabThere(
  wanted: WantedLab = {},
  say: Say = sayNothing,
): { readonly lab: LabInHand; readonly names: LabNames } {
  const place = placeFromEnvironment();
  const marker = readMarker(newestLayoutOf(place.dir));
  const there = marker && (partsNames.find((name) => name === marker.parts) ?? 'stable');
  if (there !== undefined && wanted.parts !== undefined && wanted.parts !== there) {
    throw new LabError(
      `The lab in ${place.dir} is of the ${there} parts: take it down first, or choose another HOWDAH_LAB_DIR`,
      2,
    );
  }
  const parts: Parts = there ?? wanted.parts ?? 'stable';
  if (parts === 'stable') return { lab: labAt(place, say), names: stableNames };
  const pace = process.env.HOWDAH_LAB_PACE ? place.pace : newestPace;
  const lab = openNewestLab({ ...place, pace }, wanted.shape, say);
  return { lab, names: lab.names };
}
