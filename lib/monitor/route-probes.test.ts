import { describe, expect, it } from 'vitest';
import { sampleSnapshot } from '@/lib/domain/fixtures/snapshot';
import { sampleClusterSettings, sampleMembers } from '@/lib/settings/fixtures/cluster';
import type { HaproxySettings } from '@/lib/settings/types';
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
  others: [],
};

const probed = {
  user: 'probe',
  password: null,
  database: 'app',
  sslmode: 'disable' as const,
  ca: null,
  requireAuth: ['scram-sha-256' as const],
  everyMs: null,
  members: sampleMembers,
};

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
    settings: sampleClusterSettings({ haproxy, probes: probed }),
    members: () => sampleSnapshot().members,
    probe,
    onChange: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
}

/** Whatever can go on by itself has gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('proofs of routes', () => {
  it('of one target never overlap, and who asks meanwhile shares the next', async () => {
    const begun = { writes: [] as (() => void)[], reads: [] as (() => void)[] };
    const probes = probing(
      ({ purpose }) => new Promise((resolve) => begun[purpose].push(() => resolve(good))),
    );
    const asked = [probes.proveNow(), probes.proveNow(), probes.proveNow()];
    for (const side of ['writes', 'reads'] as const) {
      await settled();
      expect(begun[side]).toHaveLength(1);
      begun[side][0]?.();
      await settled();
      expect(begun[side]).toHaveLength(2);
      begun[side][1]?.();
    }
    await Promise.all(asked);
    expect([begun.writes.length, begun.reads.length]).toEqual([2, 2]);
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
    const since = { proven: new Set<string>(), failed: new Set<string>(), read_only: new Set<string>() };
    for (const proof of past) since[proof.outcome].add(proof.since);
    const firstFailed = past.find(({ outcome }) => outcome === 'failed');
    expect(firstFailed?.at).toBe(new Date(51_000).toISOString());
    expect([...since.failed]).toEqual([firstFailed?.at]);
    // The first proof of all is long gone from the sixty; since when is still told.
    expect([...since.proven]).toEqual([new Date(1000).toISOString()]);
  });

  it('are told without asking who the members are, because the snapshot that knows is made of them', () => {
    const probes = new RouteProbes({
      settings: sampleClusterSettings({ probes: probed }),
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
