import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewestLayout } from './context';

const secretNames = [
  'superuser',
  'replicator',
  'rewinder',
  'app',
  'howdah',
  'probe',
  'patroni-rest',
  'haproxy',
  'repository-cipher',
] as const;
export type NewestSecret = (typeof secretNames)[number];

export function writeSecrets(layout: NewestLayout): void {
  mkdirSync(layout.secrets, { mode: 0o700 });
  for (const name of secretNames) {
    writeFileSync(secretFile(layout, name), `${randomBytes(18).toString('hex')}\n`, { mode: 0o600 });
  }
}

export function secretFile(layout: NewestLayout, name: NewestSecret): string {
  return join(layout.secrets, name);
}

export function readSecret(layout: NewestLayout, name: NewestSecret): string {
  return readFileSync(secretFile(layout, name), 'utf8').trim();
}
