import { describe, expect, it } from 'vitest';
import { memberNameSchema } from '@/lib/contract/names';
import type { RouteProof } from '@/lib/contract/route-proofs';
import { sampleProxy, sampleSnapshot } from '../fixtures/snapshot';
import { rememberFindings } from './find';
import { routingFindings } from './routing';

const nowMs = Date.parse(sampleSnapshot().at);
const ago = (ms: number) => new Date(nowMs - ms).toISOString();

function met(changes: Partial<RouteProof>, everyMs: number | null = 2000) {
  const proof: RouteProof = {
    target: 'haproxy:writes',
    proxy: 'haproxy',
    purpose: 'writes',
    address: '10.0.0.10:5000',
    at: ago(500),
    outcome: 'proven',
    since: ago(2500),
    answeredBy: memberNameSchema.parse('node1'),
    serverAddress: '10.0.0.1:5432',
    connectMs: 1,
    durationMs: 2,
    inRecovery: false,
    readOnly: false,
    rowAgeMs: null,
    refusal: null,
    sqlstate: null,
    message: null,
    ...changes,
  };
  const snapshot = sampleSnapshot({ routeProofs: { configured: true, everyMs, howTo: '', latest: [proof] } });
  return routingFindings(snapshot);
}

const node2 = memberNameSchema.parse('node2');

describe('what real writes and reads met', () => {
  it('is nothing to say while the leader takes writes', () => {
    expect(met({})).toEqual([]);
  });

  it('is critical where a write lands on a standby, with who refused it and since when', () => {
    const drafts = met({
      outcome: 'read_only',
      answeredBy: node2,
      sqlstate: '25006',
      message: 'cannot execute INSERT',
    });
    expect(drafts).toMatchObject([
      { id: 'write-proof:haproxy:writes', severity: 'critical', since: ago(2500) },
    ]);
    expect(drafts[0]?.why).toBe('node2 answered and refused it: cannot execute INSERT (SQLSTATE 25006)');
  });

  it('is critical where another than the leader takes a write, once that has lasted', () => {
    const drafts = met({ answeredBy: node2 });
    expect(drafts).toMatchObject([{ id: 'write-astray:haproxy:writes', severity: 'critical' }]);
    expect(rememberFindings(drafts, new Map(), nowMs).findings).toEqual([]);
  });

  it('does not call the cluster critical where only the probe’s own login is refused', () => {
    expect(met({ outcome: 'failed', sqlstate: '28P01' })).toMatchObject([{ severity: 'warning' }]);
    expect(met({ outcome: 'failed', sqlstate: '57P03' })).toMatchObject([{ severity: 'critical' }]);
  });

  it('is not held against a cluster long after somebody asked', () => {
    expect(met({ outcome: 'failed', at: ago(10_000) }, null)).toHaveLength(1);
    expect(met({ outcome: 'failed', at: ago(60_000) }, null)).toEqual([]);
  });
});

describe('a HAProxy that does not agree with Patroni', () => {
  it.each([
    ['writes-misrouted:haproxy', sampleProxy(['node2'], ['node2', 'node3'])],
    ['replica-unused:haproxy:node3', sampleProxy(['node1'], ['node2'])],
    ['reads-on-leader:haproxy', sampleProxy(['node1'], ['node1', 'node2', 'node3'])],
  ])(
    'is no finding for as long as a switchover at its normal pace takes, and is one when it lasts: %s',
    (id, proxy) => {
      const drafts = routingFindings(
        sampleSnapshot({ routing: { configured: true, howTo: '', proxies: [proxy] } }),
      );
      expect(drafts.map((draft) => draft.id)).toEqual([id]);
      let { findings, memory } = rememberFindings(drafts, new Map(), nowMs);
      for (const afterMs of [1_000, 2_000]) {
        expect(findings).toEqual([]);
        ({ findings, memory } = rememberFindings(drafts, memory, nowMs + afterMs));
      }
      expect(findings).toEqual([]);
      expect(rememberFindings(drafts, memory, nowMs + 3_000).findings).toMatchObject([{ id }]);
    },
  );
});
