import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sampleContext } from './fixtures/sample-context';
import { howdahSettings } from './howdah-settings';

describe('the settings that a lab writes for Howdah', () => {
  const text = howdahSettings(sampleContext);
  const [cluster] = parse(text).clusters;

  it('name every part where the lab has it', () => {
    expect(cluster.patroni.urls).toEqual([
      'http://127.0.0.11:8008',
      'http://127.0.0.12:8008',
      'http://127.0.0.13:8008',
    ]);
    expect(cluster.haproxy[0]).toMatchObject({
      host: '127.0.0.10',
      stats: 'http://127.0.0.10:7000/',
      writes: { proxy: 'primary', port: 5000 },
      reads: { proxy: 'replicas', port: 5001 },
    });
    expect(cluster.pgbackrest.config).toBe('/var/tmp/lab/repo-host/pgbackrest.conf');
    expect(Object.keys(cluster.hosts)).toEqual(['node1', 'node2', 'node3', 'repo']);
  });

  it('hold no secret, only the files that do', () => {
    expect(text).not.toMatch(/password:/);
    expect(cluster.postgres.passwordFile).toBe('/var/tmp/lab/secrets/howdah');
  });
});
