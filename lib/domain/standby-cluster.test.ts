import { describe, expect, it } from 'vitest';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { verdictOf as diagnosisVerdict } from './diagnosis/diagnose';
import type { MemberEvidence } from './diagnosis/evidence';
import { patroniEvidenceOf } from './diagnosis/patroni-evidence';
import { draftFindings, rememberFindings } from './findings/find';
import { sampleLeader, sampleMember, sampleProxy, sampleSnapshot } from './fixtures/snapshot';
import { disagreementsOf } from './routing/disagreements';
import { judgeSwitchover, switchoverSteps } from './switchover';
import { healthOf, verdictOf } from './verdict';

const nowMs = Date.parse(sampleSnapshot().at);
const source = '10.0.0.9:5000';
const noLogin = { status: 'not_configured', howTo: '' } as const;

/** node1 leads it, node2 follows, HAProxy’s `/primary` check finds nobody. */
function standby(leader: Partial<Member> = {}, more: Partial<Snapshot> = {}): Snapshot {
  const members = [
    sampleLeader('node1', {
      role: 'standby_leader',
      roleWord: 'standby_leader',
      state: 'streaming',
      replicatesFrom: source,
      ...leader,
    }),
    sampleMember('node2'),
  ];
  return sampleSnapshot({
    members,
    standbyCluster: { source },
    routing: { configured: true, howTo: '', proxies: [sampleProxy([], ['node2'])] },
    ...more,
  });
}

const cut = (leader: Partial<Member> = {}) => {
  const snapshot = standby({ state: 'running', ...leader });
  const receivers = snapshot.replication.receivers.filter(({ member }) => member !== 'node1');
  return { ...snapshot, replication: { ...snapshot.replication, receivers } };
};

function judged(snapshot: Snapshot, afterMs: number) {
  const drafts = draftFindings(snapshot, { lagLimitBytes: 1e9 });
  const { memory } = rememberFindings(drafts, new Map(), nowMs);
  const { findings } = rememberFindings(drafts, memory, nowMs + afterMs);
  const seen = { ...snapshot, findings };
  return { health: healthOf(seen), verdict: verdictOf(seen, nowMs + afterMs), findings };
}

describe('a cluster that was promoted', () => {
  it('is none any more, whatever its configuration said when it was read last', () => {
    const promoted = standby({ role: 'leader', roleWord: 'leader', state: 'running', replicatesFrom: null });
    expect(judged(promoted, 60_000).findings.map(({ id }) => id)).toEqual(['writes-nowhere:haproxy']);
  });
});

describe('a standby cluster that follows its source', () => {
  it('is healthy, and says whom it follows; that nobody takes writes is no fault', () => {
    const { health, verdict, findings } = judged(standby(), 60_000);
    expect(findings).toEqual([]);
    expect(health).toBe('healthy');
    expect(verdict.text).toMatch(
      /^node1 leads this standby cluster and receives WAL from 10\.0\.0\.9:5000; its replica follows/,
    );
  });

  it('needs no writes in HAProxy, and may have them on its leader', () => {
    const kinds = (writesTo: string[]) =>
      disagreementsOf(sampleProxy(writesTo, ['node2', 'node3']), standby()).map(({ kind }) => kind);
    expect(kinds([])).not.toContain('writes_nowhere');
    expect(kinds(['node1'])).not.toContain('writes_misrouted');
  });

  it('may live from an archive alone', () => {
    const snapshot = cut({ state: 'in archive recovery' });
    expect(judged({ ...snapshot, standbyCluster: { source: null } }, 60_000)).toMatchObject({
      health: 'healthy',
      findings: [],
    });
  });
});

describe('a standby cluster that is cut off from its source', () => {
  it('is never healthy: not before the finding stands, and not after', () => {
    expect(judged(cut(), 1_000)).toMatchObject({
      health: 'unknown',
      verdict: { tone: 'unknown', title: 'node1 receives no WAL yet' },
    });
    const { health, verdict, findings } = judged(cut(), 60_000);
    expect(findings.map(({ id }) => id)).toEqual(['not-streaming:node1']);
    expect(health).toBe('degraded');
    expect(verdict.title).toBe(
      'node1 receives no WAL from 10.0.0.9:5000; this standby cluster still serves reads',
    );
    expect(verdict.text).toContain('The whole standby cluster falls behind its source');
  });

  it('is not healthy by the diagnosis of its leader either', () => {
    const patroni = patroniEvidenceOf(cut(), 'node1');
    expect(patroni).toMatchObject({ isLeader: true, isStreaming: false });
    // Of all evidence the verdict without a cause reads this alone.
    expect(diagnosisVerdict({ patroni } as MemberEvidence, [], true)).toBe('unknown');
    const well = { patroni: patroniEvidenceOf(standby(), 'node1') } as MemberEvidence;
    expect(diagnosisVerdict(well, [], true)).toBe('healthy');
  });

  it.each([
    ['running', '4.1.5', 'degraded'],
    ['in archive recovery', '4.1.5', 'degraded'],
    ['streaming', '4.1.5', 'healthy'],
    // Before 3.0.4 the word says nothing.
    ['running', '3.0.2', 'unknown'],
  ])('by Patroni’s word alone: %s of %s is %s', (state, patroniVersion, health) => {
    const snapshot = { ...cut({ state, patroniVersion, postgres: noLogin }), postgres: noLogin };
    const result = judged(snapshot, 60_000);
    expect(result.health).toBe(health);
    if (health === 'unknown')
      expect(result.verdict).toMatchObject({
        tone: 'unknown',
        title: 'Whether node1 receives WAL from its source is not known',
      });
  });
});

describe('a switchover in it', () => {
  const toNode2 = { candidate: 'node2', at: null };
  const noLogin = { username: null, ca: null, cert: null, key: null, verify: true, configs: {} };

  it('speaks of WAL from the source, not of writes', () => {
    const { effect, blocked } = judgeSwitchover(standby(), toNode2, nowMs, [1400]);
    expect(blocked).toBe(false);
    expect(effect).not.toMatch(/[Ww]rites stop/);
    expect(effect).toContain('This standby cluster takes no writes');
    const words = switchoverSteps(standby(), toNode2, noLogin)
      .map(({ title, detail }) => `${title} ${detail}`)
      .join(' ');
    expect(words).not.toMatch(/promoted|writes/);
    expect(words).toContain(source);
  });
});
