import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings } from './load';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'howdah-probes-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function pemOf(name: string): string {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(name).toString('base64')}\n-----END CERTIFICATE-----\n`;
}

function load(probes: string, more = '') {
  const yaml = `clusters:\n  - name: demo\n    patroni: { urls: [http://10.0.0.11:8008] }\n    probes: ${probes}\n${more}`;
  writeFileSync(join(folder, 'howdah.yaml'), yaml);
  return loadSettings({}, { folder }).clusters[0]?.probes;
}

describe('probes in the settings', () => {
  it('run only when somebody asks, unless they say how often', () => {
    expect(load('{ user: probe }')).toEqual({
      user: 'probe',
      password: null,
      database: 'postgres',
      sslmode: 'disable',
      ca: null,
      requireAuth: ['scram-sha-256'],
      everyMs: null,
      members: expect.objectContaining({ named: ['10.0.0.11'] }),
    });
    expect(load('{ user: probe, every: 15s }')?.everyMs).toBe(15_000);
  });

  it.each(['2', '0s', '3601s', '2m', 'often'])('refuse every: %s', (every) => {
    expect(() => load(`{ user: probe, every: "${every}" }`)).toThrow(
      /probes\.every.*seconds from 1s to 3600s/s,
    );
  });

  it.each([
    ['as in postgres, when they say nothing', '{ user: probe }', 'verify-full', 'pem'],
    ['with an sslmode of their own', '{ user: probe, sslmode: require }', 'require', 'pem'],
    ['with an authority of their own', '{ user: probe, ca: other.pem }', 'verify-full', 'other'],
  ])('are encrypted %s', (_name, probes, sslmode, ca) => {
    for (const name of ['ca', 'other']) writeFileSync(join(folder, `${name}.pem`), pemOf(name));
    const found = load(probes, '    postgres: { user: howdah, sslmode: verify-full, ca: ca.pem }\n');
    expect(found).toMatchObject({ sslmode, ca: pemOf(ca === 'other' ? 'other' : 'ca') });
  });

  it('refuse an authority that would not be asked', () => {
    expect(() => load('{ user: probe, sslmode: require, ca: ca.pem }')).toThrow(/has no effect/);
  });

  it('refuse two passwords', () => {
    expect(() => load('{ user: probe, password: a, passwordFile: b }')).toThrow(/keep one of them/);
  });
});
