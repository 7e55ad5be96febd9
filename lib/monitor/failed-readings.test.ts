import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReadingStatus } from '@/lib/contract/reading';
import type { Snapshot } from '@/lib/contract/snapshot';
import type { StanzaInfo } from '@/lib/domain/stanza';
import { sampleClusterSettings, sampleMembers } from '@/lib/settings/fixtures/cluster';
import type { Answer } from '@/lib/upstream/answer';
import { clusterOfWire } from '@/lib/upstream/patroni/cluster-of-wire';
import { memberOfWire } from '@/lib/upstream/patroni/member-of-wire';
import { recording } from '@/lib/upstream/patroni/recordings';
import type { PostgresReading } from '@/lib/upstream/postgres/read';
import { ClusterMonitor } from './cluster-monitor';
import type { Upstreams } from './upstreams';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settings = sampleClusterSettings({
  haproxy: [
    {
      name: 'front',
      host: '10.0.0.10',
      stats: 'http://10.0.0.10:7000/',
      username: null,
      password: null,
      writes: { proxy: 'primary', port: 5000 },
      reads: null,
      others: [],
    },
  ],
  postgres: {
    user: 'howdah',
    password: null,
    database: 'postgres',
    sslmode: 'disable',
    ca: null,
    requireAuth: ['scram-sha-256'],
    members: sampleMembers,
  },
  pgbackrest: { host: 'repo', stanza: 'demo', config: null },
});

const stanza: StanzaInfo = {
  stanza: 'demo',
  status: { code: 0, message: 'ok' },
  repositories: [],
  repositoriesAreNumbered: true,
  databases: [],
  archives: [],
  backups: [],
  backupRunning: false,
  backupProgress: null,
};

const postgres: PostgresReading = {
  inRecovery: false,
  systemIdentifier: null,
  version: '15.20',
  startedAt: null,
  timeline: 1,
  currentLsn: null,
  receiveLsn: null,
  replayLsn: null,
  replayPaused: null,
  replayDelaySeconds: null,
  senders: [],
  receiver: null,
  slots: [],
  archiveMode: null,
  walSegmentBytes: null,
  walBytes: null,
  logFolder: null,
  dataDirectory: null,
  superuser: null,
  clients: null,
  archiver: null,
  synchronousStandbyNames: null,
};

function good<Value>(value: Value | null): Answer<Value> {
  if (value === null) throw new Error('the recording was not read');
  return { ok: true, value, atMs: Date.now() };
}

type Source = 'cluster' | 'member' | 'haproxy' | 'postgres' | 'info' | 'snapshot';

/** A cluster whose every part answers, and one of them in a way that Howdah fails at, as long as that is wanted. */
function watched() {
  let broken: Source | null = null;
  const unless = async <Value>(source: Source, answer: () => Answer<Value>): Promise<Answer<Value>> => {
    if (broken === source) throw new RangeError('Invalid time value');
    return answer();
  };
  const silent = () => new Promise<never>(() => {});
  const upstreams: Upstreams = {
    cluster: () => unless('cluster', () => good(clusterOfWire(recording('patroni-4.1.5/leader.cluster')))),
    member: (url) =>
      unless('member', () =>
        good(
          memberOfWire(
            recording(
              url.includes('.21:') ? 'patroni-4.1.5/leader.patroni' : 'patroni-4.1.5/replica.patroni',
            ),
            Date.now(),
          ),
        ),
      ),
    config: silent,
    resolve: silent,
    haproxy: () => unless('haproxy', () => good({ proxies: new Map() })),
    postgres: () => unless('postgres', () => good(postgres)),
    info: () => unless('info', () => good(stanza)),
    wal: { list: silent, history: silent },
    history: silent,
    archiverError: async () => null,
    close: () => {},
  };
  const errors: string[] = [];
  const monitor = new ClusterMonitor({
    settings,
    upstreams,
    operation: () => {
      if (broken === 'snapshot') throw new RangeError('Invalid time value');
      return null;
    },
    sideOperations: () => [],
    restoreTests: () => ({ configured: false, known: false, last: null, lastPassed: null, nextAt: null }),
    onSnapshot: () => {},
    onError: (error, source) => errors.push(`${source}: ${String(error)}`),
  });
  monitor.start();
  monitor.watchClosely();
  return {
    monitor,
    errors,
    breakAt: (source: Source | null) => {
      broken = source;
    },
  };
}

const shown: Record<Source, (snapshot: Snapshot) => readonly ReadingStatus[]> = {
  cluster: ({ reading }) => [reading],
  member: ({ members }) => members.map(({ patroni }) => patroni),
  haproxy: ({ routing }) => routing.proxies.map(({ reading }) => reading),
  postgres: ({ members }) => members.map((member) => member.postgres),
  info: ({ repository }) => [repository.reading],
  snapshot: ({ reading, members, repository, routing }) => [
    reading,
    repository.reading,
    ...members.map(({ patroni }) => patroni),
    ...routing.proxies.map((proxy) => proxy.reading),
  ],
};

describe('what Howdah fails at', () => {
  it.each(Object.keys(shown) as Source[])(
    'is not fresh any more, with its reason, and is again once it can be read: %s',
    async (source) => {
      const { monitor, errors, breakAt } = watched();
      await vi.advanceTimersByTimeAsync(6_000);
      const statuses = () => shown[source](monitor.latest());
      expect(statuses().length).toBeGreaterThan(0);
      expect(statuses().map(({ status }) => status)).toEqual(statuses().map(() => 'fresh'));
      breakAt(source);
      // As long as the slowest of them rests between two answers.
      await vi.advanceTimersByTimeAsync(31_000);
      for (const reading of statuses()) {
        if (source === 'cluster') expect(reading).toMatchObject({ status: 'stale' });
        else expect(reading).toMatchObject({ status: 'unreachable' });
        expect(reading).toMatchObject({
          reason: expect.stringMatching(/Howdah failed at.*Invalid time value/),
        });
      }
      expect(errors.length).toBeGreaterThan(0);
      breakAt(null);
      await vi.advanceTimersByTimeAsync(31_000);
      expect(statuses().map(({ status }) => status)).toEqual(statuses().map(() => 'fresh'));
      monitor.stop();
    },
  );

  it('leaves no picture healthy that cannot be made', async () => {
    const { monitor, breakAt } = watched();
    await vi.advanceTimersByTimeAsync(6_000);
    breakAt('snapshot');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(monitor.latest()).toMatchObject({
      health: 'unknown',
      leader: null,
      verdict: { tone: 'unknown', text: expect.stringContaining('Invalid time value') },
    });
    monitor.stop();
  });
});
