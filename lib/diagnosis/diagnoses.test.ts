import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { memberNameSchema } from '@/lib/contract/names';
import { sampleLeader, sampleMember, sampleSnapshot } from '@/lib/domain/fixtures/snapshot';
import type { ClusterSettings, HostSettings } from '@/lib/settings/types';
import { Diagnoses } from './diagnoses';

// A host that cannot be reached: only what the snapshot tells is known.
const silent = { ok: false, kind: 'other', reason: 'no route to host', atMs: 0 } as const;
const runOn = async () => silent;

const snapshot = sampleSnapshot({ members: [sampleLeader('node1'), sampleMember('node2')] });
const settings = { hosts: {}, ssh: { configFile: null } } as unknown as ClusterSettings;

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

const diagnoses = () => new Diagnoses({ settings, snapshot: () => snapshot, runOn });
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

/** What node2 needs to go on is gone: a cause that the snapshot alone tells. */
const lost = sampleSnapshot({
  members: [sampleLeader('node1'), sampleMember('node2')],
  replication: {
    ...sampleSnapshot().replication,
    receivers: [],
    slots: [
      {
        member: memberNameSchema.parse('node1'),
        name: 'node2',
        type: 'physical',
        active: false,
        retainedBytes: 0,
        walStatus: 'lost',
      },
    ],
  },
});

it('names causes unasked only by a look that began after the trouble did', async () => {
  const host = { patroniService: { status: ['true'] }, patroniConfig: '/p.yml', patroniLog: null };
  const all = new Diagnoses({
    settings: { ...settings, hosts: { node2: host as unknown as HostSettings } },
    snapshot: () => lost,
    runOn,
  });
  const told = (sinceMs: number) => all.causesOf('node2', sinceMs, lost).map(({ id }) => id);
  expect(told(0), 'it has only begun').toEqual([]);
  await later(100);
  expect(told(0)).toEqual(['wal-gone']);
  await later(10_000);
  const newerMs = Date.now() - 1000;
  expect(told(newerMs), 'what was seen before explains nothing').toEqual([]);
  await later(100);
  expect(told(newerMs)).toEqual(['wal-gone']);
});

it('looks again unasked when Patroni falls silent there or answers again', async () => {
  const host = { patroniService: { status: ['true'] }, patroniConfig: '/p.yml', patroniLog: null };
  const all = new Diagnoses({
    settings: { ...settings, hosts: { node2: host as unknown as HostSettings } },
    snapshot: () => snapshot,
    runOn,
  });
  const at = '2026-11-28T15:30:00.000Z';
  const patroni = { status: 'unreachable', since: at, reason: 'refused', lastAt: at } as const;
  const down = sampleSnapshot({ members: [sampleLeader('node1'), sampleMember('node2', { patroni })] });
  const startedMs = () => Date.parse(all.diagnosis('node2', { fresh: false }).startedAt);
  all.causesOf('node2', 0, down);
  const first = startedMs();
  await later(5_000);
  all.causesOf('node2', 0, down);
  expect(startedMs(), 'nothing has changed').toBe(first);
  all.causesOf('node2', 0, snapshot);
  await later(100);
  expect(startedMs()).toBe(first + 5_000);
});

it('names nothing unasked of a host that is not in the settings', async () => {
  const all = new Diagnoses({ settings, snapshot: () => lost });
  all.causesOf('node2', 0, lost);
  await later(100);
  expect(all.causesOf('node2', 0, lost)).toEqual([]);
});
