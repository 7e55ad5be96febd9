import { describe, expect, it } from 'vitest';
import type { SeenCause } from '@/lib/contract/diagnosis';
import { memberNameSchema } from '@/lib/contract/names';
import type { Finding, Snapshot } from '@/lib/contract/snapshot';
import { sampleLeader, sampleMember, sampleSnapshot } from '../fixtures/snapshot';
import { diagnosisOf, membersToLookAt } from './finding-diagnosis';

const at = '2026-11-22T22:01:00.000Z';
const since = '2026-11-22T22:00:30.000Z';

function finding(id: string, subject: Finding['subject'], over: Partial<Finding> = {}): Finding {
  const words = { title: id, why: '', action: '', command: null };
  return { id, severity: 'warning', subject, ...words, diagnosis: null, since, ...over };
}

const ofMember = (id: string, name: string) => finding(`${id}:${name}`, { type: 'member', name });
const ofStore = finding('dcs-unreachable', { type: 'dcs', name: 'etcd' });
const ofCluster = (id: string) => finding(id, { type: 'cluster', name: 'demo' });

function cause(member: string, id: string): SeenCause {
  const words = { title: id, short: id, seen: id, certainty: 'certain', at } as const;
  return { member: memberNameSchema.parse(member), id, ...words };
}

const snapshot = (over: Partial<Snapshot> = {}) => sampleSnapshot({ at, ...over });
const lookedAt = (over: Partial<Snapshot>) => membersToLookAt(snapshot(over)).map(({ member }) => member);

describe('whose diagnosis tells more', () => {
  const silent = { status: 'unreachable', since, reason: 'refused', lastAt: null } as const;

  it.each<[Finding, Partial<Snapshot>, string | null]>([
    [ofMember('member-down', 'node2'), {}, 'node2'],
    [ofMember('member-down', 'gone'), {}, null],
    [finding('archiving-failing', { type: 'repository', name: 'demo' }), {}, 'node1'],
    [ofStore, {}, 'node1'],
    [ofStore, { leader: memberNameSchema.parse('node2') }, 'node1'],
    [ofStore, { leader: null }, 'node1'],
    [ofStore, { members: [sampleLeader('node1', { patroni: silent }), sampleMember('node2')] }, 'node2'],
    [ofStore, { members: [sampleLeader('node1', { patroni: silent })] }, 'node1'],
    [
      ofCluster('no-leader'),
      { leader: null, members: [sampleMember('node2'), sampleLeader('node1', { patroni: silent })] },
      'node1',
    ],
    [ofCluster('no-leader'), { leader: null }, null],
    [ofCluster('paused'), {}, null],
  ])('%#', (one, over, member) => {
    expect(diagnosisOf(one, snapshot(over), [])?.member ?? null).toBe(member);
  });

  it('a cause is told with what it explains, and with nothing else', () => {
    const causes = [
      cause('node1', 'archive-command'),
      cause('node2', 'clock-skew'),
      cause('node2', 'port-taken'),
    ];
    const told = (one: Finding) => diagnosisOf(one, snapshot(), causes)?.cause?.id ?? null;
    expect(told(ofMember('member-down', 'node2'))).toBe('port-taken');
    expect(told(ofMember('lag', 'node2')), 'lag has causes of its own').toBeNull();
    expect(told(ofMember('member-down', 'node1')), 'archiving stops no member').toBeNull();
    expect(told(ofMember('member-down', 'node3')), 'the cause of another').toBeNull();
    expect(told(finding('archiving-failing', { type: 'repository', name: 'demo' }))).toBe('archive-command');
    expect(told(ofStore)).toBeNull();
  });
});

describe('who is looked at without being asked', () => {
  it('is each member once, as of its newest finding', () => {
    const newer = { ...ofMember('not-streaming', 'node2'), since: '2026-11-22T22:00:40.000Z' };
    const findings = [ofMember('timeline-behind', 'node2'), newer, ofMember('member-down', 'node3')];
    expect(membersToLookAt(snapshot({ findings }))).toEqual([
      { member: 'node2', sinceMs: Date.parse(newer.since) },
      { member: 'node3', sinceMs: Date.parse(since) },
    ]);
  });

  it('is nobody of whom all is said already, and nobody before the finding has stood for a moment', () => {
    expect(lookedAt({ findings: [ofMember('lag', 'node2'), ofMember('replay-paused', 'node3')] })).toEqual(
      [],
    );
    const young = { ...ofMember('member-down', 'node2'), since: '2026-11-22T22:00:57.000Z' };
    expect(lookedAt({ findings: [young] })).toEqual([]);
  });

  it('is nobody while an operation runs: it may well be what stopped the member', () => {
    const operation = {} as NonNullable<Snapshot['operation']>;
    const findings = [ofMember('member-down', 'node2')];
    expect(lookedAt({ findings })).not.toEqual([]);
    expect(lookedAt({ findings, operation })).toEqual([]);
  });
});
