/** How many minutes this browser's clocks are ahead of UTC at a moment. */
export function viewerOffset(atMs: number): number {
  return -new Date(atMs).getTimezoneOffset();
}
