import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from './layout';

const secretNames = ['postgres', 'replicator', 'rewind', 'app', 'howdah', 'probe', 'patroni-rest'] as const;
export type SecretName = (typeof secretNames)[number];
export type Secrets = Readonly<Record<SecretName, string>>;

export function newSecrets(): Secrets {
  return Object.fromEntries(
    secretNames.map((name) => [name, randomBytes(24).toString('base64url')]),
  ) as Secrets;
}

export function secretFile(layout: Layout, name: SecretName): string {
  return join(layout.secrets, name);
}

export function readSecret(layout: Layout, name: SecretName): string {
  return readFileSync(secretFile(layout, name), 'utf8').trim();
}
