import type { RecoveryRepository, RecoverySet } from './recovery-map';

export interface Retention {
  /** The oldest set that has all it needs, and when it ended: no earlier moment can be restored. */
  readonly oldest: { readonly label: string; readonly atMs: number } | null;
  /** What becomes the oldest point when the oldest full backup, with all that builds on it, has expired. */
  readonly next: { readonly label: string; readonly atMs: number } | null;
  readonly fullBackups: number;
}

/** How far back a repository reaches. When that moves is pgBackRest's to decide: `info` does not tell its settings. */
export function retentionOf({ sets }: RecoveryRepository): Retention {
  const whole = sets.filter(({ incomplete }) => !incomplete);
  const fulls = whole.filter(({ type }) => type === 'full');
  const [oldest] = whole;
  const expires = oldest === undefined ? '' : chainOfLabel(oldest.label);
  const next = fulls.find(({ label }) => chainOfLabel(label) !== expires);
  return { oldest: pointOf(oldest), next: pointOf(next), fullBackups: fulls.length };
}

function pointOf(set: RecoverySet | undefined): Retention['oldest'] {
  return set === undefined ? null : { label: set.label, atMs: set.endedAtMs };
}

/** A label begins with the label of its full backup. */
function chainOfLabel(label: string): string {
  const end = label.indexOf('_');
  return end < 0 ? label : label.slice(0, end);
}
