import { describe, expect, it } from 'vitest';
import { sampleSnapshot } from '@/lib/domain/fixtures/snapshot';
import type { ClusterSettings } from '@/lib/settings/types';
import { portsOf } from './ground';

const proxy = {
  name: 'haproxy',
  host: '127.0.0.10',
  writes: { proxy: 'primary', port: 5000 },
  reads: { proxy: 'replicas', port: 5001 },
  others: [],
};
const probes = {
  user: 'probe',
  password: null,
  database: 'app',
  sslmode: 'disable' as const,
  ca: null,
  everyMs: null,
};

function ports(over: Record<string, unknown>, chosen: string | null = null) {
  const settings = { probes, postgres: null, haproxy: [proxy], ...over } as unknown as ClusterSettings;
  return portsOf(settings, sampleSnapshot(), chosen);
}

describe('where a drill writes and reads', () => {
  it('is through the ports of the HAProxy that was asked for, or of the first', () => {
    const second = { ...proxy, name: 'second', host: '127.0.0.14' };
    expect(ports({ haproxy: [proxy, second] }, 'second')).toMatchObject({
      writes: { hosts: [{ host: '127.0.0.14', port: 5000 }], target: 'second:5000' },
      reads: { hosts: [{ host: '127.0.0.14', port: 5001 }], target: 'second:5001' },
    });
    expect(ports({})).toMatchObject({
      writes: { target: 'haproxy:5000' },
      reads: { target: 'haproxy:5001' },
    });
  });

  it('is the port for writes alone where there is none for reads', () => {
    expect(ports({ haproxy: [{ ...proxy, reads: null }] })).toMatchObject({
      writes: { target: 'haproxy:5000' },
      reads: { target: 'haproxy:5000' },
    });
  });

  it('is the members themselves where there is no HAProxy', () => {
    expect(ports({ haproxy: [] })).toMatchObject({
      writes: { wanted: 'read-write' },
      reads: { wanted: 'prefer-standby' },
    });
  });

  it.each([
    [{}, 'nowhere', 'No HAProxy is called nowhere. Known: haproxy.'],
    [{ haproxy: [] }, 'nowhere', 'No HAProxy is configured; leave `proxy` out.'],
    [{ haproxy: [{ ...proxy, writes: null }] }, null, 'haproxy has no port for writes in howdah.yaml.'],
    [{ probes: null }, null, 'Probes are not configured.'],
  ])('is refused in words where there is none: %j, %s', (over, chosen, why) => {
    expect(ports(over, chosen)).toBe(why);
  });
});
