/** The line without what looks like a password: `password=…`, `PASSWORD '…'`, an address with credentials. */
export function maskSecrets(line: string): string {
  return line
    .replace(/(\b\w*(?:password|passwd|secret|token)\w*["']?\s*[=:]?\s*)('(?:[^']|'')*'|"[^"]*")/gi, '$1•••')
    .replace(/(\b\w*(?:password|passwd|pgpass|secret|token)\w*\s*[=:]\s*)([^\s'",;)]+)/gi, '$1•••')
    .replace(/(:\/\/[^\s:/@]+:)[^\s@]+@/g, '$1•••@');
}
