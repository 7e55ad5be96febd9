import { describe, expect, it } from 'vitest';
import type { RouteProof } from '@/lib/contract/route-proofs';
import { proofShort, refusalText, serverKind } from './proof-words';

const proof: RouteProof = {
  target: 'haproxy:reads',
  proxy: 'haproxy',
  purpose: 'reads',
  address: '10.0.0.10:5001',
  at: '2026-11-24T02:00:00.000Z',
  outcome: 'proven',
  since: '2026-11-24T02:00:00.000Z',
  answeredBy: null,
  serverAddress: '10.0.0.12:5432',
  connectMs: 2,
  durationMs: 4.21,
  inRecovery: true,
  readOnly: true,
  rowAgeMs: 7,
  refusal: { sqlstate: '25006', message: 'cannot execute INSERT in a read-only transaction' },
  sqlstate: null,
  message: null,
};

describe('a proof says what it saw and no more', () => {
  it('names the address where no member fits', () => {
    expect(proofShort(proof)).toBe('10.0.0.12:5432 · 4.2 ms');
  });
  it('never gives a figure of a proof that failed', () => {
    expect(proofShort({ ...proof, outcome: 'failed' })).toBe('failed');
    expect(proofShort({ ...proof, purpose: 'writes', outcome: 'read_only' })).toBe('landed on a standby');
  });
  it('calls a refused write on a standby what it is', () => {
    expect(refusalText(proof)).toContain('as it should be: SQLSTATE 25006');
    expect(refusalText({ ...proof, refusal: null })).toBeNull();
  });
  it('tells a standby from a primary that is read-only by default', () => {
    expect(serverKind(proof)).toBe('standby, read-only');
    expect(serverKind({ ...proof, inRecovery: false })).toBe('primary, but read-only by default');
    expect(serverKind({ ...proof, inRecovery: null })).toBeNull();
  });
});
