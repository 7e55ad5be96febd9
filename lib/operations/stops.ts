/** A person's word that an operation is to stop. It can be said anew: while the cluster is put back, for the second time. */
export interface Stops {
  /** Aborts with who said it; another one after `renew`. */
  readonly signal: AbortSignal;
  stop(by: string): void;
  /** What was said before is done with; from now on it can be said again. */
  renew(): void;
}

export function createStops(): Stops {
  let current = new AbortController();
  return {
    get signal() {
      return current.signal;
    },
    stop: (by) => current.abort(by),
    renew() {
      current = new AbortController();
    },
  };
}
