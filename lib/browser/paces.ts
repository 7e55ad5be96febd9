/** How many events a page of the events list holds, in the browser and in the page's first HTML alike. */
export const eventsPageSize = 50;

export const operationsPageSize = 50;

/** How often the history is asked for again: about as often as one more point would be seen. */
export function replicationRefetchMs(minutes: number): number {
  if (minutes <= 5) return 2000;
  if (minutes <= 60) return 10_000;
  return 60_000;
}
