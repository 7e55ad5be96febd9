import { describe, expect, it } from 'vitest';
import { memberNameSchema } from '@/lib/contract/names';
import { type ChangeMemory, changesBetween } from './changes';
import { sampleLeader, sampleMember, sampleProxy, sampleSnapshot } from './fixtures/snapshot';

const node2 = memberNameSchema.parse('node2');
const silent = {
  condition: 'down',
  state: 'unreachable',
  patroni: { status: 'unreachable', since: '2026-11-22T22:00:01.000Z', reason: 'refused', lastAt: null },
} as const;
const led: ChangeMemory = { leader: 'node1', timeline: 10, overLimit: new Set() };

function kinds(before: Parameters<typeof changesBetween>[0], after: typeof before, memory = led) {
  return changesBetween(before, after, memory, 16_000_000).events.map(
    (event) => `${event.kind}:${event.subject ?? ''}`,
  );
}

describe('changesBetween', () => {
  it('tells nothing when nothing changed', () => {
    expect(kinds(sampleSnapshot(), sampleSnapshot())).toEqual([]);
  });

  it('tells a leader change once, also when there was a moment without a leader in between', () => {
    const lost = sampleSnapshot({ leader: null, timeline: 10 });
    const first = changesBetween(sampleSnapshot(), lost, led, 1);
    expect(first.events.map((event) => event.kind)).toContain('leader_lost');
    expect(first.memory.leader).toBe('node1');
    const back = sampleSnapshot({
      leader: node2,
      timeline: 11,
      members: [sampleMember('node1'), sampleLeader('node2'), sampleMember('node3')],
    });
    const second = changesBetween(lost, back, first.memory, 1);
    expect(second.events).toMatchObject([
      { kind: 'leader_changed', subject: 'node2', detail: { from: 'node1', to: 'node2', timeline: 11 } },
    ]);
  });

  it('never takes an unreachable Patroni for a lost leader', () => {
    const after = sampleSnapshot({
      leader: null,
      reading: { status: 'unreachable', since: '2026-11-22T22:00:01.000Z', reason: 'refused', lastAt: null },
    });
    expect(kinds(sampleSnapshot(), after)).toEqual(['cluster_unreachable:']);
  });

  it('tells a member lost and back', () => {
    const down = sampleSnapshot({
      members: [sampleLeader('node1'), sampleMember('node2', silent), sampleMember('node3')],
    });
    expect(kinds(sampleSnapshot(), down)).toEqual(['member_lost:node2']);
    expect(kinds(down, sampleSnapshot())).toEqual(['member_back:node2']);
  });

  it('tells a timeline that changed under the same leader', () => {
    expect(kinds(sampleSnapshot(), sampleSnapshot({ timeline: 11 }))).toEqual(['timeline_changed:node1']);
  });

  it('tells lag over the limit once, and its return only well below the limit', () => {
    const at = (lagBytes: number) =>
      sampleSnapshot({ members: [sampleLeader('node1'), sampleMember('node2', { lagBytes })] });
    const rose = changesBetween(at(0), at(20_000_000), led, 16_000_000);
    expect(rose.events.map((event) => event.kind)).toEqual(['lag_over_limit']);
    const wavers = changesBetween(at(20_000_000), at(15_000_000), rose.memory, 16_000_000);
    expect(wavers.events).toEqual([]);
    const fell = changesBetween(at(15_000_000), at(100), wavers.memory, 16_000_000);
    expect(fell.events.map((event) => event.kind)).toEqual(['lag_under_limit']);
  });

  it('tells pause, resume and who HAProxy takes out', () => {
    expect(kinds(sampleSnapshot(), sampleSnapshot({ paused: true }))).toEqual(['paused:']);
    expect(kinds(sampleSnapshot({ paused: true }), sampleSnapshot())).toEqual(['resumed:']);
    const routing = { configured: true, howTo: '', proxies: [sampleProxy(['node1'], ['node3'])] };
    expect(kinds(sampleSnapshot(), sampleSnapshot({ routing }))).toEqual(['routing_changed:node2']);
  });
});
