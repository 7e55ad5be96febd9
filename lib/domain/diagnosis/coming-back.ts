export interface LagSample {
  readonly atMs: number;
  readonly lagBytes: number;
}

export interface CatchingUp {
  /** Where it was when this began, and where it is. */
  readonly fromBytes: number;
  readonly nowBytes: number;
  /** Bytes a second that the lag shrinks by; negative while it grows. */
  readonly bytesPerSecond: number;
  /** Null while it does not shrink. */
  readonly leftMs: number | null;
}

/** Less than this is the ordinary distance of a replica that follows. */
const followsBytes = 1_000_000;
/** The pace is that of so long a time, so that one slow second does not make it jump. */
const paceMs = 20_000;

/** How fast a replica comes nearer to its leader. Null when it follows already, or too little is known to tell. */
export function catchingUp(samples: readonly LagSample[]): CatchingUp | null {
  const last = samples.at(-1);
  if (last === undefined || last.lagBytes < followsBytes) return null;
  const base = samples.find(({ atMs }) => last.atMs - atMs <= paceMs);
  if (base === undefined || last.atMs - base.atMs < 2000) return null;
  const bytesPerSecond = ((base.lagBytes - last.lagBytes) / (last.atMs - base.atMs)) * 1000;
  return {
    fromBytes: Math.max(...samples.map(({ lagBytes }) => lagBytes)),
    nowBytes: last.lagBytes,
    bytesPerSecond,
    leftMs: bytesPerSecond > 0 ? (last.lagBytes / bytesPerSecond) * 1000 : null,
  };
}
