import { describe, expect, it } from 'vitest';
import { sampleSnapshot } from '@/lib/domain/fixtures/snapshot';
import type { ClusterSettings, HaproxySettings } from '@/lib/settings/types';
import type { ProbeResult, ProbeTarget } from '@/lib/upstream/postgres/probe';
import { RouteProbes } from './route-probes';

const proxy: HaproxySettings = {
  name: 'front',
  host: '10.0.0.10',
  stats: 'http://10.0.0.10:7000/',
  username: null,
  password: null,
  writes: { proxy: 'primary', port: 5000 },
  reads: { proxy: 'replicas', port: 5001 },
};

function settingsWith(haproxy: readonly HaproxySettings[]): ClusterSettings {
  const tls = { ca: null, cert: null, key: null, verify: true };
  return {
    name: 'demo',
    patroni: { urls: ['http://10.0.0.1:8008'], username: null, password: null, tls },
    postgres: null,
    haproxy,
    pgbackrest: null,
    ssh: { configFile: null },
    hosts: {},
    restoreTests: null,
    probes: { user: 'probe', password: null, database: 'app', everyMs: null },
    lab: true,
    lagLimitBytes: 1,
  };
}

const good: ProbeResult = {
  atMs: 1000,
  outcome: 'proven',
  server: null,
  startedAtMs: null,
  connectMs: 1,
  durationMs: 2,
  inRecovery: false,
  readOnly: false,
  rowAgeMs: null,
  refusal: null,
  sqlstate: null,
  message: null,
};

function probing(probe: (target: ProbeTarget) => Promise<ProbeResult>, haproxy = [proxy]) {
  return new RouteProbes({
    settings: settingsWith(haproxy),
    members: () => sampleSnapshot().members,
    probe,
    onChange: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
}

describe('proofs of routes', () => {
  it('of one target never overlap, and who asks meanwhile shares the next', async () => {
    let open = 0;
    let most = 0;
    let writes = 0;
    const probes = probing(async ({ purpose }) => {
      if (purpose === 'reads') return good;
      writes += 1;
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open -= 1;
      return good;
    });
    await Promise.all([probes.proveNow(), probes.proveNow(), probes.proveNow()]);
    expect(most).toBe(1);
    expect(writes).toBe(2);
  });

  it('know since when they come out as they do, and keep at most sixty', async () => {
    let atMs = 0;
    const probes = probing(async ({ purpose }) => {
      atMs += 1000;
      return { ...good, atMs, outcome: purpose === 'writes' && atMs > 50_000 ? 'failed' : 'proven' };
    });
    for (let round = 0; round < 70; round += 1) await probes.proveNow();
    const past = probes.past()['front:writes'] ?? [];
    expect(past).toHaveLength(60);
    const failed = past.filter((proof) => proof.outcome === 'failed');
    expect(new Set(failed.map((proof) => proof.since))).toEqual(new Set([failed[0]?.at]));
  });

  it('are told without asking who the members are, because the snapshot that knows is made of them', () => {
    const probes = new RouteProbes({
      settings: settingsWith([]),
      members: () => {
        throw new Error('asked for members');
      },
      probe: async () => good,
      onChange: () => undefined,
      onError: () => undefined,
    });
    expect(probes.latest()).toEqual([]);
    expect(probes.past()).toEqual({});
  });

  it('without HAProxy try the members’ own addresses as libpq would', async () => {
    const asked: ProbeTarget[] = [];
    await probing(async (target) => {
      asked.push(target);
      return good;
    }, []).proveNow();
    expect(asked.map(({ id, wanted, hosts }) => [id, wanted, hosts.length])).toEqual([
      ['members:writes', 'read-write', 3],
      ['members:reads', 'prefer-standby', 3],
    ]);
  });
});
