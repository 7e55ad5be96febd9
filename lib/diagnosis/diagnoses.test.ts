import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sampleLeader, sampleMember, sampleSnapshot } from '@/lib/domain/fixtures/snapshot';
import type { ClusterSettings } from '@/lib/settings/types';
import { Diagnoses } from './diagnoses';

const snapshot = sampleSnapshot({ members: [sampleLeader('node1'), sampleMember('node2')] });
const settings = { hosts: {}, ssh: { configFile: null } } as unknown as ClusterSettings;

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

const diagnoses = () => new Diagnoses({ settings, snapshot: () => snapshot });
const later = async (ms: number) => vi.advanceTimersByTimeAsync(ms);

it('shares one look among all who ask while it is young, and looks anew when it is old', async () => {
  const all = diagnoses();
  const first = all.diagnosis('node2', { fresh: false }).startedAt;
  await later(14_000);
  expect(all.diagnosis('node2', { fresh: false }).startedAt).toBe(first);
  await later(2000);
  // The old one is shown until the new one has ended.
  expect(all.diagnosis('node2', { fresh: false }).startedAt).toBe(first);
  await later(100);
  expect(Date.parse(all.diagnosis('node2', { fresh: false }).startedAt)).toBe(Date.parse(first) + 16_000);
});

it('looks at once when somebody wants it', async () => {
  const all = diagnoses();
  const first = all.diagnosis('node2', { fresh: false }).startedAt;
  await later(1000);
  expect(all.diagnosis('node2', { fresh: true }).startedAt).not.toBe(first);
});

it('says which members there are when asked for another, and what is missing for a log', async () => {
  expect(() => diagnoses().diagnosis('nobody', { fresh: false })).toThrow(/no member nobody.*node1, node2/);
  await expect(diagnoses().log('node2', 'postgres', { lines: 10, after: undefined })).rejects.toThrow(
    /node2 is not among the hosts/,
  );
});
