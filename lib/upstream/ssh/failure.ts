import type { FailureKind } from '@/lib/upstream/answer';

interface Failure {
  readonly kind: FailureKind;
  readonly why: string;
}

/** OpenSSH's own words (9.x, English: its messages are not translated), the more telling first. */
const known: readonly (readonly [RegExp, FailureKind, (byHand: string) => string])[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    'authentication',
    () => 'its host key is not the one in known_hosts; check which is right before you change either',
  ],
  [
    /Host key verification failed|No \S+ host key is known for/,
    'authentication',
    (byHand) => `its host key is not known yet; connect once by hand: ${byHand}`,
  ],
  [
    /Permission denied|Too many authentication failures/,
    'authentication',
    () => 'it accepts none of the keys of the user that Howdah runs as',
  ],
  [/Could not resolve hostname/, 'unresolvable', () => 'its name cannot be resolved'],
  [/Connection refused/, 'refused', () => 'nothing listens there (connection refused)'],
  [/No route to host|Network is unreachable/, 'refused', () => 'there is no network route to it'],
  [/timed out|Timeout, server/i, 'timeout', () => 'it did not answer in time'],
  [
    /Connection (closed|reset)|closed by remote host|Broken pipe|kex_exchange_identification/i,
    'connection_lost',
    () => 'the connection was closed',
  ],
];

/**
 * What ssh's own failure (exit code 255) means, from what it wrote to its standard error.
 * `byHand` is the command with which a person would connect to the same host.
 */
export function sshFailure(byHand: string, stderr: string): Failure {
  for (const [pattern, kind, why] of known) {
    if (pattern.test(stderr)) return { kind, why: why(byHand) };
  }
  const last = stderr.trim().split('\n').at(-1)?.trim() ?? '';
  return { kind: 'other', why: last === '' ? 'ssh failed without saying why' : last.slice(0, 300) };
}
