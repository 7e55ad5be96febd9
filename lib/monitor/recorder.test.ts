import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClusterEvent } from '@/lib/contract/events';
import { memberNameSchema } from '@/lib/contract/names';
import { sampleLeader, sampleMember, sampleSnapshot } from '@/lib/domain/fixtures/snapshot';
import { Recorder, type RecorderStore } from './recorder';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const after = sampleSnapshot({
  leader: memberNameSchema.parse('node2'),
  timeline: 11,
  members: [sampleMember('node1'), sampleLeader('node2'), sampleMember('node3')],
});

function recorderWith(store: Partial<RecorderStore>) {
  const written: ClusterEvent[] = [];
  const samples: number[] = [];
  const recorder = new Recorder({
    store: {
      appendEvent: async (event) => ({ ...event, id: 1 }),
      appendSamples: async (rows) => void samples.push(rows.length),
      appendWalRate: async () => {},
      lastLeader: async () => null,
      ...store,
    },
    lagLimitBytes: 16_000_000,
    onEvent: (event) => void written.push(event),
    onError: () => {},
  });
  return { recorder, written, samples };
}

describe('the recorder', () => {
  it('keeps events in order and loses none while the store does not answer', async () => {
    let answers = false;
    const { recorder, written } = recorderWith({
      appendEvent: async (event) => {
        if (!answers) throw new Error('away');
        return { ...event, id: 1 };
      },
    });
    recorder.take(sampleSnapshot(), null);
    recorder.take(sampleSnapshot({ paused: true }), sampleSnapshot());
    recorder.take(after, sampleSnapshot({ paused: true }));
    await vi.advanceTimersByTimeAsync(4000);
    expect(written).toEqual([]);
    answers = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(written.map((event) => event.kind)).toEqual([
      'paused',
      'leader_changed',
      'resumed',
      'howdah_started',
    ]);
    recorder.close();
  });

  it('tells a leader change that happened while Howdah was not running', async () => {
    const { recorder, written } = recorderWith({
      lastLeader: async () => ({ leader: 'node1', timeline: 10 }),
    });
    recorder.take(after, null);
    await vi.advanceTimersByTimeAsync(10);
    expect(written).toMatchObject([
      { kind: 'leader_changed', detail: { from: 'node1', to: 'node2', whileAway: true } },
      { kind: 'howdah_started' },
    ]);
  });

  it('goes on to take samples when the clock is set back', async () => {
    const { recorder, samples } = recorderWith({});
    recorder.take(sampleSnapshot(), null);
    await vi.advanceTimersByTimeAsync(10_000);
    const { at } = sampleSnapshot();
    recorder.take(sampleSnapshot({ at: new Date(Date.parse(at) - 3_600_000).toISOString() }), null);
    await vi.advanceTimersByTimeAsync(10);
    expect(samples).toHaveLength(2);
  });

  it('takes no sample of a member that does not answer', async () => {
    const silent = {
      patroni: { status: 'unreachable', since: after.at, reason: 'refused', lastAt: null },
    } as const;
    const { recorder, samples } = recorderWith({});
    recorder.take(
      sampleSnapshot({
        members: [sampleLeader('node1'), sampleMember('node2', silent), sampleMember('node3')],
      }),
      null,
    );
    await vi.advanceTimersByTimeAsync(10);
    expect(samples).toEqual([1]);
  });
});
