const beginnings = [
  'haproxy-unreachable:',
  'haproxy-proxy:',
  'writes-misrouted:',
  'writes-nowhere:',
  'reads-nowhere:',
  'replica-unused:',
  'member-missing:',
  'stale-server:',
  'servers-unmatched:',
  'section-nowhere:',
  'reads-on-leader:',
  'write-proof:',
  'write-astray:',
  'read-proof:',
];

/** Whether a finding is about where traffic goes, by its id. */
export function isAboutRouting(findingId: string): boolean {
  return beginnings.some((beginning) => findingId.startsWith(beginning));
}
