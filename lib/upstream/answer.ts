/** Why an upstream did not answer as it should; each has words of its own on the page. */
export type FailureKind =
  | 'timeout'
  | 'refused'
  | 'unresolvable'
  | 'not_allowed'
  | 'connection_lost'
  | 'tls'
  | 'authentication'
  | 'http_status'
  | 'malformed'
  | 'too_large'
  | 'command_failed'
  | 'not_found'
  | 'other';

/**
 * What one question to an upstream system came to. A failure is data: it is returned, never thrown.
 * `atMs` is when the answer (or the failure) arrived, in milliseconds since the epoch.
 */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value; readonly atMs: number }
  | {
      readonly ok: false;
      readonly kind: FailureKind;
      /** One sentence for a person, with what was asked: `node2 (127.0.0.12:8008) did not answer within 2 s`. No secret. */
      readonly reason: string;
      readonly atMs: number;
    };
