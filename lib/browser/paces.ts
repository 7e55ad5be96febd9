/** How many events a page of the events list holds, in the browser and in the page's first HTML alike. */
export const eventsPageSize = 50;

export const operationsPageSize = 50;

/** As often as the archive is listed while somebody looks. */
export const recoveryRefetchMs = 30_000;

/** As often as most settings let routes be proven. */
export const routingRefetchMs = 2000;

/** How often the history is asked for again; between two of them the live stream carries the lines on. */
export function replicationRefetchMs(minutes: number): number {
  if (minutes <= 5) return 15_000;
  return minutes <= 60 ? 30_000 : 60_000;
}

/** While something is still waited for, and after that: the server looks anew by itself. */
export const lookingRefetchMs = 700;
export const lookedRefetchMs = 3000;

/** How often a followed log is asked for what is new. */
export const logFollowMs = 2000;

/** How often a running drill is asked for: it tells one more second each time. */
export const drillRefetchMs = 1000;
