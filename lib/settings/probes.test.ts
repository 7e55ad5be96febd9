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

function load(probes: string) {
  const yaml = `clusters:\n  - name: demo\n    patroni: { urls: [http://10.0.0.11:8008] }\n    probes: ${probes}\n`;
  writeFileSync(join(folder, 'howdah.yaml'), yaml);
  return loadSettings({}, { folder }).clusters[0]?.probes;
}

describe('probes in the settings', () => {
  it('run only when somebody asks, unless they say how often', () => {
    expect(load('{ user: probe }')).toEqual({
      user: 'probe',
      password: null,
      database: 'postgres',
      everyMs: null,
    });
    expect(load('{ user: probe, every: 15s }')?.everyMs).toBe(15_000);
  });

  it.each(['2', '0s', '3601s', '2m', 'often'])('refuse every: %s', (every) => {
    expect(() => load(`{ user: probe, every: "${every}" }`)).toThrow(
      /probes\.every.*seconds from 1s to 3600s/s,
    );
  });

  it('refuse two passwords', () => {
    expect(() => load('{ user: probe, password: a, passwordFile: b }')).toThrow(/keep one of them/);
  });
});
