import { describe, expect, it } from 'vitest';
import { drillInputSchema } from '@/lib/contract/drills';
import { sampleSnapshot } from '../fixtures/snapshot';
import { block, warn } from '../preflight';
import { type DrillFacts, judgeDrill } from './judge-drill';

const nowMs = Date.parse(sampleSnapshot().at);
const room = { target: 'haproxy:5000', trouble: null, freeConnections: 90, mayCreate: true };
const facts: DrillFacts = {
  isLab: true,
  writes: room,
  reads: { ...room, target: 'haproxy:5001' },
  stops: [],
  subject: null,
  eventChecks: [],
  eventCommands: [],
};

function judged(over: Partial<DrillFacts>, input: Record<string, unknown> = {}, snapshot = sampleSnapshot()) {
  return judgeDrill(snapshot, drillInputSchema.parse(input), { ...facts, ...over }, nowMs);
}

describe('whether a drill may begin', () => {
  it('passes on a lab where both ports answer', () => {
    const { checks, blocked } = judged({});
    expect(blocked).toBe(false);
    expect(checks.filter(({ level }) => level !== 'pass')).toEqual([]);
  });

  it('warns in plain words on a cluster that is no lab', () => {
    const { checks } = judged({ isLab: false }, { event: 'switchover' });
    expect(checks.find(({ id }) => id === 'lab')).toMatchObject({
      level: 'warn',
      title: 'Applications may depend on this cluster',
      reason: expect.stringContaining('writes will fail'),
    });
  });

  it.each<[string, Partial<DrillFacts>, Record<string, unknown>]>([
    ['writes', { writes: { ...room, trouble: 'refused the connection' } }, {}],
    ['writes', { writes: { ...room, freeConnections: 6 } }, { writers: 2 }],
    ['reads', { reads: { ...room, trouble: 'no answer' } }, {}],
    ['schema', { writes: { ...room, mayCreate: false } }, {}],
    ['event_candidate', { eventChecks: [block('candidate', 'No candidate', '')] }, { event: 'switchover' }],
  ])('is blocked by %s', (id, over, input) => {
    const { checks, blocked } = judged(over, input);
    expect(blocked).toBe(true);
    expect(checks.find((check) => check.level === 'block')?.id).toBe(id);
  });

  it('warns where the load ends before replicas can be back, and only there', () => {
    const warned = (event: string, durationSeconds: number) =>
      judged({}, { event, durationSeconds }).checks.some(({ id }) => id === 'time');
    expect(warned('stop_replicas', 24)).toBe(true);
    expect(warned('stop_replicas', 36)).toBe(false);
    expect(warned('switchover', 24)).toBe(false);
  });

  it('is blocked while the cluster is paused', () => {
    const { checks } = judged({}, {}, sampleSnapshot({ paused: true }));
    expect(checks.find((check) => check.level === 'block')?.id).toBe('paused');
  });

  it('hands on what warns of the event itself', () => {
    const { checks, blocked } = judged({ eventChecks: [warn('others', 'It is the last', '')] });
    expect(blocked).toBe(false);
    expect(checks.some(({ id, level }) => id === 'event_others' && level === 'warn')).toBe(true);
  });
});
