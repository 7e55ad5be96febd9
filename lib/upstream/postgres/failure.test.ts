import { expect, it } from 'vitest';
import { isConnectionFailure, PostgresTimeout, postgresFailure } from './failure';

const target = { host: '10.0.0.2', port: 5432, member: 'node2' };
const settings = { user: 'howdah', password: 'hunter22' };
const failure = (error: unknown) => postgresFailure(error, target, settings, 2000);
const withCode = (message: string, code: string) => Object.assign(new Error(message), { code });

it.each([
  [new PostgresTimeout(), 'timeout', 'did not answer within 2 s'],
  [withCode('connect ECONNREFUSED 10.0.0.2:5432', 'ECONNREFUSED'), 'refused', 'nothing listens there'],
  [withCode('getaddrinfo ENOTFOUND node2', 'ENOTFOUND'), 'unresolvable', 'does not resolve'],
  [withCode('read ECONNRESET', 'ECONNRESET'), 'connection_lost', 'closed the connection'],
  [new Error('Connection terminated unexpectedly'), 'connection_lost', 'closed the connection'],
  [
    withCode('terminating connection due to administrator command', '57P01'),
    'connection_lost',
    'closed the connection',
  ],
  [withCode('the database system is starting up', '57P03'), 'other', 'the database system is starting up'],
  [withCode('sorry, too many clients already', '53300'), 'other', 'too many clients'],
  [
    withCode('password authentication failed for user "howdah"', '28P01'),
    'authentication',
    'failed for user howdah',
  ],
  [new Error('The server does not support SSL connections'), 'tls', 'does not support SSL'],
  [withCode('self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls', 'self-signed'],
  [withCode('canceling statement due to statement timeout', '57014'), 'timeout', 'took too long'],
  ['a string', 'other', 'unknown reason'],
])('%s is %s', (error, kind, words) => {
  expect(failure(error).kind).toBe(kind);
  expect(failure(error).reason).toContain(words);
  expect(failure(error).reason).toContain('PostgreSQL on node2 (10.0.0.2:5432)');
});

it('never lets the password into a reason', () => {
  expect(failure(new Error('no such thing: hunter22')).reason).not.toContain('hunter22');
});

it('tells a broken connection, which a new one may cure, from an answer', () => {
  expect(isConnectionFailure(withCode('terminating connection', '57P01'))).toBe(true);
  expect(isConnectionFailure(withCode('read ECONNRESET', 'ECONNRESET'))).toBe(true);
  expect(isConnectionFailure(withCode('permission denied', '42501'))).toBe(false);
  expect(isConnectionFailure(new PostgresTimeout())).toBe(false);
});
