import { describe, expect, it } from 'vitest';
import { memberNameSchema } from '@/lib/contract/names';
import type { Snapshot } from '@/lib/contract/snapshot';
import { sampleLeader, sampleMember, sampleProxy, sampleSnapshot } from '../fixtures/snapshot';
import { healthOf, verdictOf } from '../verdict';
import { draftFindings, rememberFindings } from './find';

const nowMs = Date.parse('2026-11-22T22:01:00.000Z');
const since = '2026-11-22T22:00:22.000Z';
const silent = {
  condition: 'down',
  state: 'unreachable',
  patroni: { status: 'unreachable', since, reason: 'node1 refused the connection', lastAt: since },
  postgres: { status: 'unreachable', since, reason: 'refused', lastAt: since },
} as const;

function ids(snapshot: Snapshot): string[] {
  return draftFindings(snapshot, { lagLimitBytes: 16_000_000 }).map((draft) => draft.id);
}

describe('findings', () => {
  it.each<[string, Partial<Snapshot>, string]>([
    [
      'a leader that does not answer',
      { leader: null, members: [sampleLeader('node1', silent), sampleMember('node2')] },
      'no-leader',
    ],
    ['etcd down', { dcs: { status: 'unreachable', since } }, 'dcs-unreachable'],
    [
      'a replica that does not answer',
      { members: [sampleLeader('node1'), sampleMember('node2', silent)] },
      'member-unreachable:node2',
    ],
    ['no replica left', { members: [sampleLeader('node1'), sampleMember('node2', silent)] }, 'no-replica'],
    [
      'a stopped PostgreSQL',
      { members: [sampleLeader('node1'), sampleMember('node2', { condition: 'down', state: 'stopped' })] },
      'member-down:node2',
    ],
    [
      'a replica on its way',
      {
        members: [sampleLeader('node1'), sampleMember('node2', { condition: 'working', state: 'starting' })],
      },
      'member-working:node2',
    ],
    [
      'a state that nobody knows',
      { members: [sampleLeader('node1'), sampleMember('node2', { condition: 'unknown', state: 'napping' })] },
      'member-unknown:node2',
    ],
    [
      'paused replay',
      { members: [sampleLeader('node1'), sampleMember('node2', { replayPaused: true })] },
      'replay-paused:node2',
    ],
    [
      'lag',
      { members: [sampleLeader('node1'), sampleMember('node2', { lagBytes: 17_000_000 })] },
      'lag:node2',
    ],
    [
      'an old timeline',
      { members: [sampleLeader('node1'), sampleMember('node2', { timeline: 9 })] },
      'timeline-behind:node2',
    ],
    [
      'a replica to which nothing streams, though Patroni calls it running',
      {
        members: [sampleLeader('node1'), sampleMember('node2', { state: 'running' })],
        replication: { ...sampleSnapshot().replication, receivers: [] },
      },
      'not-streaming:node2',
    ],
    ['a pause', { paused: true }, 'paused'],
    [
      'writes to a replica',
      { routing: { configured: true, howTo: '', proxies: [sampleProxy(['node2'], ['node3'])] } },
      'writes-misrouted:haproxy',
    ],
    [
      'writes to nobody',
      { routing: { configured: true, howTo: '', proxies: [sampleProxy([], ['node3'])] } },
      'writes-nowhere:haproxy',
    ],
    [
      'reads to nobody',
      { routing: { configured: true, howTo: '', proxies: [sampleProxy(['node1'], [])] } },
      'reads-nowhere:haproxy',
    ],
    [
      'a replica that HAProxy leaves out',
      { routing: { configured: true, howTo: '', proxies: [sampleProxy(['node1'], ['node2'])] } },
      'replica-unused:haproxy:node3',
    ],
  ])('finds %s', (_name, changes, id) => {
    expect(ids(sampleSnapshot(changes))).toContain(id);
  });

  it('gives a replica ten seconds to find the leader again', () => {
    const snapshot = sampleSnapshot();
    const drafts = draftFindings(
      { ...snapshot, replication: { ...snapshot.replication, receivers: [] } },
      { lagLimitBytes: 1e9 },
    );
    const first = rememberFindings(drafts, new Map(), nowMs);
    expect(first.findings).toEqual([]);
    expect(rememberFindings(drafts, first.memory, nowMs + 9_999).findings).toEqual([]);
    const later = rememberFindings(drafts, first.memory, nowMs + 10_000).findings;
    expect(later.map(({ id }) => id)).toEqual(['not-streaming:node2', 'not-streaming:node3']);
  });

  it('finds nothing in a healthy cluster, and calls it healthy', () => {
    const snapshot = sampleSnapshot();
    expect(ids(snapshot)).toEqual([]);
    expect(healthOf(snapshot)).toBe('healthy');
    expect(verdictOf(snapshot, nowMs).text).toMatch(
      /^node1 leads; both replicas follow, at most 0 B behind\./,
    );
  });

  it('claims nothing about members while no Patroni answers', () => {
    const snapshot = sampleSnapshot({
      reading: { status: 'unreachable', since, reason: 'refused', lastAt: null },
      members: [sampleLeader('node1', silent)],
      leader: null,
    });
    expect(ids(snapshot)).toEqual([]);
    expect(healthOf(snapshot)).toBe('unknown');
    expect(verdictOf(snapshot, nowMs).tone).toBe('unknown');
  });

  it.each(['working', 'unknown'] as const)(
    'never calls a cluster healthy while a replica is %s',
    (condition) => {
      const snapshot = sampleSnapshot({
        members: [sampleLeader('node1'), sampleMember('node2', { condition }), sampleMember('node3')],
      });
      const { findings } = rememberFindings(
        draftFindings(snapshot, { lagLimitBytes: 1e9 }),
        new Map(),
        nowMs,
      );
      expect(healthOf({ ...snapshot, findings })).toBe('degraded');
    },
  );

  it('never calls a cluster without a confirmed leader healthy', () => {
    expect(healthOf({ ...sampleSnapshot({ leader: null }), findings: [] })).toBe('unknown');
  });

  it('claims nothing about a leader that was not asked yet', () => {
    const snapshot = sampleSnapshot({
      leader: null,
      members: [sampleLeader('node1', { patroni: { status: 'waiting' } })],
    });
    expect(ids(snapshot)).toEqual([]);
    expect(healthOf(snapshot)).toBe('unknown');
    expect(verdictOf(snapshot, nowMs)).toMatchObject({ tone: 'unknown', title: 'Asking the members' });
  });

  it('calls a leader whose address is not allowed neither down nor healthy, and says the line that allows it', () => {
    const howTo = 'node1 (10.9.0.1:8008) is not asked: `patroni: { members: … }` allows it';
    const patroni = { status: 'not_configured', howTo } as const;
    const members = [sampleLeader('node1', { patroni, condition: 'unknown' }), sampleMember('node2')];
    const snapshot = sampleSnapshot({ leader: null, members });
    const { findings } = rememberFindings(draftFindings(snapshot, { lagLimitBytes: 1e9 }), new Map(), nowMs);
    expect(findings.map(({ id, severity }) => [id, severity])).toEqual([['not-asked:node1', 'warning']]);
    expect(healthOf({ ...snapshot, findings })).toBe('unknown');
    const verdict = verdictOf({ ...snapshot, findings }, nowMs);
    expect(verdict).toMatchObject({ tone: 'unknown', text: `${howTo}.` });
    expect(verdict.title).toContain('node1, the leader by Patroni’s word, is not asked');
  });

  it('says what still serves when a replica is lost', () => {
    const snapshot = sampleSnapshot({
      members: [sampleLeader('node1'), sampleMember('node2', silent), sampleMember('node3')],
    });
    const { findings } = rememberFindings(draftFindings(snapshot, { lagLimitBytes: 1e9 }), new Map(), nowMs);
    const verdict = verdictOf({ ...snapshot, findings }, nowMs);
    expect(verdict.title).toBe('node2 is unreachable; the cluster still serves');
    expect(verdict.text).toContain('For 38 s');
    expect(verdict.text).toContain('one replica is there to fail over to');
  });

  it('says the cause once it is known, and then leads to its fix instead of saying where to look', () => {
    const snapshot = sampleSnapshot({
      members: [sampleLeader('node1'), sampleMember('node2', silent), sampleMember('node3')],
    });
    const cause = {
      member: memberNameSchema.parse('node2'),
      id: 'socket-folder',
      title: 'The folder of the unix socket is gone',
      short: 'socket folder missing',
      certainty: 'certain',
      seen: '/run/postgresql is not there',
      at: since,
    } as const;
    const diagnosis = { member: cause.member, cause };
    const drafts = draftFindings(snapshot, { lagLimitBytes: 1e9 });
    const { findings } = rememberFindings(drafts, new Map(), nowMs, () => diagnosis);
    const verdict = verdictOf({ ...snapshot, findings }, nowMs);
    expect(verdict.text).toContain('refused the connection. The folder of the unix socket is gone.');
    const unexplained = rememberFindings(drafts, new Map(), nowMs).findings;
    const whereToLook = 'Look at the Patroni service';
    expect(verdictOf({ ...snapshot, findings: unexplained }, nowMs).text).toContain(whereToLook);
    expect(verdict.text).not.toContain(whereToLook);
    expect(verdict.diagnosis).toEqual(diagnosis);
    const likely = { ...diagnosis, cause: { ...cause, certainty: 'likely' as const } };
    const unsure = rememberFindings(drafts, new Map(), nowMs, () => likely).findings;
    expect(verdictOf({ ...snapshot, findings: unsure }, nowMs).text).toContain('Likely: The folder');
  });

  it('keeps since when a finding stands, forgets it when it is gone, and holds back the young ones', () => {
    const draft = draftFindings(
      sampleSnapshot({
        routing: { configured: true, howTo: '', proxies: [sampleProxy(['node2'], ['node3'])] },
      }),
      { lagLimitBytes: 1e9 },
    ).filter((one) => one.id.startsWith('writes-misrouted'));
    const young = rememberFindings(draft, new Map(), nowMs);
    expect(young.findings).toEqual([]);
    const grown = rememberFindings(draft, young.memory, nowMs + 5000);
    expect(grown.findings).toMatchObject([{ since: new Date(nowMs).toISOString() }]);
    expect(rememberFindings([], grown.memory, nowMs + 6000).memory.size).toBe(0);
  });

  it('names the member whose leader key is still there when the leader fell silent', () => {
    const snapshot = sampleSnapshot({
      leader: null,
      members: [sampleLeader('node1', silent), sampleMember('node2')],
    });
    const draft = draftFindings(snapshot, { lagLimitBytes: 1e9 }).find((one) => one.id === 'no-leader');
    expect(draft?.title).toBe(`${memberNameSchema.parse('node1')}, the leader, does not answer`);
  });
});
