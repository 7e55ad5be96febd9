/** One answer that a connection of a drill got, or did not get, when it came. */
export interface Attempt {
  readonly atMs: number;
  readonly isDone: boolean;
}

export interface Outage {
  readonly startedAtMs: number;
  /** Null: it had not ended when the load did. */
  readonly endedAtMs: number | null;
  readonly durationMs: number;
  readonly errors: number;
}

/** A silence as long as this is an outage, though nobody was refused. */
const silenceMs = 1_000;

/**
 * Outages of one side over all its connections: from the last success before errors or a long silence to the first
 * success after. Attempts may come in any order; `fromMs` and `toMs` bound the load.
 */
export function outagesOf(attempts: readonly Attempt[], fromMs: number, toMs: number): Outage[] {
  const outages: Outage[] = [];
  let lastDoneMs = fromMs;
  let errors = 0;
  for (const { atMs, isDone } of [...attempts].sort((a, b) => a.atMs - b.atMs)) {
    if (!isDone) {
      errors += 1;
      continue;
    }
    const durationMs = atMs - lastDoneMs;
    if (errors > 0 || durationMs > silenceMs) {
      outages.push({ startedAtMs: lastDoneMs, endedAtMs: atMs, durationMs, errors });
    }
    lastDoneMs = atMs;
    errors = 0;
  }
  const leftMs = toMs - lastDoneMs;
  if (errors > 0 || leftMs > silenceMs) {
    outages.push({ startedAtMs: lastDoneMs, endedAtMs: null, durationMs: leftMs, errors });
  }
  return outages;
}
