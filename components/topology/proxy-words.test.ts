import { describe, expect, it } from 'vitest';
import { type HaproxyPort, haproxySchema } from '@/lib/contract/snapshot';
import { proxyTone, receiversText } from './proxy-words';

const at = '2026-11-22T21:34:04.549Z';

function port(...servers: { name: string; member: string | null; receives: boolean }[]): HaproxyPort {
  const proxy = haproxySchema.parse({
    name: 'ha',
    host: 'h',
    reading: { status: 'fresh', at },
    writes: {
      proxy: 'primary',
      port: 5000,
      found: true,
      sessions: 1,
      servers: servers.map((server) => ({
        ...server,
        address: null,
        state: 'up',
        stateWord: 'UP',
        sessions: null,
        queue: null,
        checkStatus: null,
        checkCode: null,
        checkDurationMs: null,
        checkDescription: null,
        since: null,
      })),
    },
    reads: null,
    others: [],
  });
  if (proxy.writes === null) throw new Error('a port was asked for');
  return proxy.writes;
}

describe('a port of HAProxy', () => {
  it('names who really receives, also a server that is no member, and nobody', () => {
    const node1 = { name: 's1', member: 'node1', receives: true };
    expect(receiversText(port(node1))).toBe('node1');
    expect(receiversText(port({ name: 'old', member: null, receives: true }))).toBe('old');
    expect(receiversText(port(node1, { ...node1, name: 's2', member: 'node2' }))).toBe('2 members');
    expect(receiversText(port(node1, { name: 'old', member: null, receives: true }))).toBe('2 servers');
    expect(receiversText(port({ ...node1, receives: false }))).toBe('nobody');
    expect(receiversText({ ...port(), found: false })).toBe('no such proxy');
  });

  it('is never good when it sends to nobody, or when HAProxy is silent', () => {
    const ha = { name: 'ha' as string, host: 'h', reads: null, others: [] };
    const working = port({ name: 's1', member: null, receives: true });
    expect(proxyTone({ ...ha, reading: { status: 'fresh', at }, writes: working })).toBe('ok');
    expect(proxyTone({ ...ha, reading: { status: 'fresh', at }, writes: port() })).toBe('bad');
    expect(proxyTone({ ...ha, reading: { status: 'fresh', at }, writes: port() }, true)).toBe('ok');
    expect(
      proxyTone({
        ...ha,
        reading: { status: 'unreachable', since: at, reason: 'refused', lastAt: at },
        writes: working,
      }),
    ).toBe('bad');
    expect(proxyTone({ ...ha, reading: { status: 'waiting' }, writes: working })).toBe('unknown');
  });
});
