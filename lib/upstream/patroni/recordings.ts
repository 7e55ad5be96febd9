import { readdirSync, readFileSync } from 'node:fs';
import type { PatroniSettings } from '@/lib/settings/types';
import { parseJson } from './json-text';

const folder = new URL('./fixtures/', import.meta.url);

/** Recorded answers for tests: `patroni-4.1.5/leader.cluster` without its extension. */
export function recording(name: string): unknown {
  return parseJson(recordedText(name));
}

export function recordedText(name: string): string {
  return readFileSync(new URL(`${name}.json`, folder), 'utf8');
}

export function recordingsOf(endpoint: 'cluster' | 'patroni' | 'history' | 'config'): string[] {
  return ['patroni-3.0.2', 'patroni-4.1.5'].flatMap((version) =>
    readdirSync(new URL(`${version}/`, folder))
      .filter((file) => file.endsWith(`.${endpoint}.json`))
      .map((file) => `${version}/${file.replace(/\.json$/, '')}`),
  );
}

export const patroniSettings: PatroniSettings = {
  urls: ['http://127.0.0.1:8008'],
  username: 'howdah',
  password: 'not-to-be-seen',
  tls: { ca: null, cert: null, key: null, verify: true },
  tlsFiles: { ca: null, cert: null, key: null },
  members: { named: ['127.0.0.1'], networks: [], domains: [], besides: ['127.0.0.1'] },
};
