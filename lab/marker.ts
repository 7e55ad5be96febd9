import { readFileSync, writeFileSync } from 'node:fs';
import type { Layout } from './layout';

/** What makes a folder a lab's own: "down" removes no folder without it. */
export interface Marker {
  readonly address: string;
  readonly serviceUser: string;
  readonly startedAt: string;
  readonly startedBy: number;
  readonly ready: boolean;
}

export function readMarker(layout: Layout): Marker | undefined {
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

export function writeMarker(layout: Layout, marker: Marker): void {
  writeFileSync(layout.marker, `${JSON.stringify(marker)}\n`, { mode: 0o644 });
}
