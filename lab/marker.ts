import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { LabError } from './lab-error';

/** Where a lab lies, and the file that says that it is one. */
export interface MarkedPlace {
  readonly root: string;
  readonly marker: string;
}

/** What makes a folder a lab's own: "down" removes no folder without it. */
export interface Marker {
  readonly address: string;
  readonly serviceUser: string;
  readonly startedAt: string;
  readonly startedBy: number;
  readonly ready: boolean;
  /** What the lab is made of; without it, what this machine has. */
  readonly parts?: string;
  readonly shape?: string;
}

export function readMarker(layout: Pick<MarkedPlace, 'marker'>): Marker | undefined {
  let text: string;
  try {
    text = readFileSync(layout.marker, 'utf8');
  } catch {
    return undefined;
  }
  const blank: Marker = { address: '', serviceUser: '', startedAt: '', startedBy: 0, ready: false };
  try {
    return { ...blank, ...(JSON.parse(text) as Partial<Marker>) };
  } catch {
    return blank;
  }
}

export function writeMarker(layout: MarkedPlace, marker: Marker): void {
  writeFileSync(layout.marker, `${JSON.stringify(marker)}\n`, { mode: 0o644 });
}

/** A lab belongs to the one who started it, and to root. */
export function refuseForeignLab(layout: MarkedPlace, userId: number = process.getuid?.() ?? 0): void {
  const owner = statSync(layout.marker, { throwIfNoEntry: false })?.uid;
  if (owner === undefined || userId === 0 || owner === userId) return;
  throw new LabError(
    `The lab in ${layout.root} belongs to user id ${owner}: choose another HOWDAH_LAB_DIR for your own.`,
  );
}
