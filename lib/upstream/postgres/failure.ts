import type { FailureKind } from '@/lib/upstream/answer';
import { AddressNotAllowed } from '@/lib/upstream/member-address';
import { type PostgresLogin, WeakPasswordRequest } from './guarded-client';

/** A member did not answer in the time that a call may take. */
export class PostgresTimeout extends Error {
  override readonly name = 'PostgresTimeout';
}

interface Failure {
  readonly kind: FailureKind;
  readonly reason: string;
}

/** Node's error codes, by what they mean. */
const socketFailures: Readonly<Record<string, readonly [FailureKind, string]>> = {
  ECONNREFUSED: ['refused', 'refused the connection: nothing listens there'],
  ENOTFOUND: ['unresolvable', 'cannot be found: its name does not resolve'],
  EAI_AGAIN: ['unresolvable', 'cannot be found: its name does not resolve'],
  ETIMEDOUT: ['timeout', 'did not answer the connection'],
  EHOSTUNREACH: ['refused', 'cannot be reached: there is no network route to it'],
  ENETUNREACH: ['refused', 'cannot be reached: there is no network route to it'],
  ECONNRESET: ['connection_lost', 'closed the connection'],
  EPIPE: ['connection_lost', 'closed the connection'],
};

/** Whether a kept connection turned out to be broken, so that a new one may well work. */
export function isConnectionFailure(error: unknown): boolean {
  if (error instanceof PostgresTimeout || error instanceof AddressNotAllowed || !(error instanceof Error)) {
    return false;
  }
  const code = codeOf(error);
  // 57P: shutdown and crash of the server; 08: connection exceptions. Anything else with five characters is an answer.
  if (/^[0-9A-Z]{5}$/.test(code)) return code.startsWith('57P') || code.startsWith('08');
  return true;
}

/**
 * What went wrong with a question to PostgreSQL, in one sentence with the member's name and address.
 * SQLSTATE codes are of appendix A of PostgreSQL's documentation.
 */
export function postgresFailure(
  error: unknown,
  target: { readonly host: string; readonly port: number; readonly member: string },
  settings: Pick<PostgresLogin, 'user' | 'password'>,
  timeoutMs: number,
): Failure {
  const who = `PostgreSQL on ${target.member} (${target.host}:${target.port})`;
  if (error instanceof PostgresTimeout) {
    return { kind: 'timeout', reason: `${who} did not answer within ${timeoutMs / 1000} s` };
  }
  if (!(error instanceof Error)) return { kind: 'other', reason: `${who} failed for an unknown reason` };
  if (error instanceof AddressNotAllowed) return { kind: 'not_allowed', reason: `${who} ${error.message}` };
  if (error instanceof WeakPasswordRequest) {
    return { kind: 'authentication', reason: `${who} ${error.message}` };
  }
  const code = codeOf(error);
  const known = socketFailures[code];
  if (known !== undefined) return { kind: known[0], reason: `${who} ${known[1]}` };
  const said = withoutSecret(error.message, settings);
  if (code.startsWith('28')) return { kind: 'authentication', reason: `${who}: ${said}` };
  if (error.message.startsWith('SASL')) {
    const why =
      settings.password === null
        ? `asks for a password of user ${settings.user}, and none is configured`
        : `could not agree on the password of user ${settings.user} (${said})`;
    return { kind: 'authentication', reason: `${who} ${why}` };
  }
  if (code === '57014') return { kind: 'timeout', reason: `${who} took too long to answer` };
  if (/^Connection terminated/.test(error.message) || code.startsWith('57P01') || code.startsWith('08')) {
    return { kind: 'connection_lost', reason: `${who} closed the connection` };
  }
  if (/^ERR_TLS|^ERR_SSL|CERT|SELF_SIGNED|UNABLE_TO/.test(code) || /SSL/.test(error.message)) {
    return { kind: 'tls', reason: `${who}: ${said}` };
  }
  return { kind: 'other', reason: `${who}: ${said}` };
}

function withoutSecret(message: string, { password }: Pick<PostgresLogin, 'password'>): string {
  const line = message.replace(/\s+/g, ' ').trim().slice(0, 300).replaceAll('"', '');
  return password === null || password === '' ? line : line.replaceAll(password, '•••');
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
