import { expect, it } from 'vitest';
import { maskSecrets } from './mask-secrets';

it('leaves no password in a line, however it is written, and all that stands around it', () => {
  for (const line of [
    "STATEMENT:  alter role a password 'hunter2'",
    "ALTER ROLE a WITH ENCRYPTED PASSWORD 'hunter2' VALID UNTIL 'infinity'",
    'primary_conninfo: user=replicator password=hunter2 host=node1',
    "password='hunter2'",
    '{"password": "hunter2"}',
    'PGPASSWORD=hunter2 psql',
    'postgres://me:hunter2@node1/app',
    'client_secret: hunter2',
  ]) {
    expect(maskSecrets(line)).toBe(line.replace(/['"]?hunter2['"]?/, '•••'));
  }
});

it('leaves everything else as it is', () => {
  for (const line of [
    'FATAL:  password authentication failed for user "replicator"',
    '2026-11-24 08:00:00 UTC [1] LOG:  database system is ready to accept connections',
    'http://127.0.0.10:2379/v3/kv/range',
  ]) {
    expect(maskSecrets(line)).toBe(line);
  }
});
