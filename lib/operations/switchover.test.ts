import { beforeEach, describe, expect, test } from 'vitest';
import type { Operation } from '@/lib/contract/operations';
import { SimulatedCluster } from './fixtures/simulated-cluster';
import {
  type SimulatedHowdah,
  type SimulatedHowdahOptions,
  simulateHowdah,
} from './fixtures/simulated-howdah';
import { MemoryStore } from './fixtures/site/memory-store';
import { VirtualClock } from './fixtures/virtual-clock';

let store: MemoryStore;
let clock: VirtualClock;
let cluster: SimulatedCluster;

const toNode2 = { kind: 'switchover', input: { candidate: 'node2' } } as const;

async function newHowdah(options: Partial<SimulatedHowdahOptions> = {}): Promise<SimulatedHowdah> {
  const made = await simulateHowdah({ store, cluster, clock, ...options });
  await made.engine.resumeAll();
  return made;
}

async function outcome(request: { kind: string; input: object } = toNode2): Promise<Operation> {
  const howdah = await newHowdah();
  const { id } = await howdah.engine.start('demo', request as typeof toNode2, 'me');
  return howdah.ended(id);
}

const stepOf = (operation: Operation, id: string) => operation.steps.find((step) => step.id === id);

beforeEach(() => {
  store = new MemoryStore();
  clock = new VirtualClock(1);
  cluster = new SimulatedCluster(clock);
});

describe('a switchover', () => {
  test('ends on what the cluster says: leader, timeline, who follows, how long there was no leader', async () => {
    const operation = await outcome();
    expect(operation).toMatchObject({
      status: 'succeeded',
      error: null,
      needsPerson: null,
      cancellable: false,
    });
    expect(operation.summary).toMatch(
      /^node2 leads on timeline 11; 2 members follow; no leader for [\d.]+ m?s\.$/,
    );
    expect(operation.result?.facts).toMatchObject({
      leader: 'node2',
      previousLeader: 'node1',
      timeline: 11,
      following: 2,
      leaderlessMs: expect.any(Number),
      writeOutageMs: expect.any(Number),
      wholeMs: expect.any(Number),
      sampledEveryMs: 150,
    });
    expect(Number(operation.result?.facts.leaderlessMs)).toBeGreaterThan(0);
    expect(operation.steps.map((step) => step.status)).toEqual(['done', 'done', 'done', 'done']);
    expect(cluster.sent).toEqual(['switchover node1 node2 by node1']);
    const log = operation.steps.flatMap((step) => step.log.map((line) => line.text));
    expect(log).toContain('HAProxy haproxy sends writes to node2');
  });

  test('does not wait for HAProxy where nobody can tell which members its servers are', async () => {
    cluster.isProxyOpaque = true;
    const operation = await outcome();
    expect(operation).toMatchObject({ status: 'succeeded', needsPerson: null });
    expect(Number(operation.result?.facts.wholeMs)).toBeLessThan(60_000);
    const log = operation.steps.flatMap((step) => step.log.map((line) => line.text));
    expect(log.join()).toContain('which member that is, is not known');
  });

  test('does not wait for Patroni’s answer to see the cluster move', async () => {
    cluster.onSwitchover = async (request) => {
      await cluster.switchOver(request);
      await clock.sleep(600_000);
      return cluster.said('done', 200, 'late');
    };
    expect(await outcome()).toMatchObject({ status: 'succeeded' });
  });

  test('to whomever Patroni chose is said to be so', async () => {
    cluster.onSwitchover = ({ leader }) => cluster.switchOver({ leader, candidate: 'node3' });
    const operation = await outcome();
    expect(operation.status).toBe('succeeded');
    expect(operation.summary).toContain('node3 leads on timeline 11; Patroni chose it instead of node2');
  });

  test('that Patroni refuses has failed in Patroni’s words, and nothing is followed', async () => {
    cluster.onSwitchover = async () => cluster.said('refused', 412, 'candidate does not exists');
    const operation = await outcome();
    expect(operation).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('candidate does not exists'),
    });
    expect(operation.summary).toContain('Nothing was changed');
    expect(operation.steps.map((step) => step.status)).toEqual(['done', 'failed', 'skipped', 'skipped']);
  });

  test('asks another member only when the leader’s Patroni surely got nothing', async () => {
    cluster.member('node1').answers = false;
    const operation = await outcome();
    expect(cluster.sent).toEqual(['switchover node1 node2 by node2']);
    expect(operation.status).toBe('succeeded');
  });

  test('whose members do not all come back has succeeded, and says who is missing and what to do', async () => {
    cluster.lame.add('node1');
    const operation = await outcome();
    expect(operation.status).toBe('succeeded');
    expect(operation.summary).toContain('1 member follows; not following: node1: stopping');
    expect(stepOf(operation, 'whole')?.status).toBe('unknown');
    expect(operation.needsPerson).toMatchObject({ command: 'patronictl list demo' });
    expect(operation.result?.facts.wholeMs).toBeNull();
  });

  test('does not expect a member that was not there before', async () => {
    cluster.member('node3').answers = false;
    expect((await outcome()).summary).toContain('1 member follows');
  });
});

describe('an answer that says nothing certain', () => {
  test('is followed to a switchover that did happen', async () => {
    cluster.onSwitchover = async (request) => {
      void cluster.switchOver(request);
      return cluster.said('unknown', null, 'the connection was lost');
    };
    const operation = await outcome();
    expect(operation).toMatchObject({ status: 'succeeded' });
    expect(operation.result?.facts.leader).toBe('node2');
    expect(cluster.sent).toHaveLength(1);
  });

  test('is followed to a switchover that did not happen', async () => {
    cluster.onSwitchover = async () => cluster.said('unknown', null, 'the connection was lost');
    const operation = await outcome();
    expect(operation.status).toBe('failed');
    expect(operation.summary).toContain('node1 still leads on timeline 10, and nothing is pending');
    expect(operation.summary).toContain('the connection was lost');
    expect(stepOf(operation, 'ask')?.status).toBe('unknown');
    expect(cluster.sent).toHaveLength(1);
  });

  test('503 «status unknown» is waited out: the switchover that comes late counts', async () => {
    cluster.onSwitchover = async (request) => {
      void clock.sleep(40_000).then(() => cluster.switchOver(request));
      return cluster.said('unknown', 503, 'Switchover status unknown');
    };
    expect(await outcome()).toMatchObject({ status: 'succeeded' });
  });

  test('503 «failed» is believed once the leader has stayed', async () => {
    cluster.onSwitchover = async () => cluster.said('unknown', 503, 'Switchover failed');
    const beganMs = clock.nowMs();
    expect(await outcome()).toMatchObject({
      status: 'failed',
      summary: expect.stringContaining('Switchover failed'),
    });
    expect(clock.nowMs() - beganMs).toBeLessThan(20_000);
  });

  test('with no leader at the end calls a person, goes on looking, and ends when there is one', async () => {
    const release: (() => void)[] = [];
    cluster.onSwitchover = async (request) => {
      Object.assign(cluster.member('node1'), { isPrimary: false, state: 'stopped' });
      cluster.leader = null;
      release.push(() => void cluster.switchOver(request));
      return cluster.said('unknown', 503, 'Switchover status unknown');
    };
    const howdah = await newHowdah();
    const { id } = await howdah.engine.start('demo', toNode2, 'me');
    await clock.reach(() => howdah.engine.current('demo')?.status === 'waiting');
    expect(await howdah.engine.get(id)).toMatchObject({
      cancellable: true,
      needsPerson: {
        message: expect.stringContaining('no member has taken it'),
        command: 'patronictl failover demo --candidate node2 --force',
      },
    });
    release[0]?.();
    expect(await howdah.ended(id)).toMatchObject({ status: 'succeeded', needsPerson: null });
  });

  test('can be left by a person who does not want to wait: the outcome is then unknown, not failed', async () => {
    cluster.onSwitchover = async () => {
      Object.assign(cluster.member('node1'), { isPrimary: false, state: 'stopped' });
      cluster.leader = null;
      return cluster.said('unknown', 503, 'Switchover status unknown');
    };
    const howdah = await newHowdah();
    const { id } = await howdah.engine.start('demo', toNode2, 'me');
    await clock.reach(() => howdah.engine.current('demo')?.status === 'waiting');
    await howdah.engine.cancel(id, 'Ada');
    expect(await howdah.ended(id)).toMatchObject({
      status: 'unknown',
      summary: expect.stringContaining('Ada'),
    });
  });

  test('an old leader back on a higher timeline: the history tells who led in between', async () => {
    cluster.onSwitchover = async ({ leader }) => {
      cluster.history = [{ timeline: 10, newLeader: 'node2' }];
      Object.assign(cluster.member(leader), { timeline: 12 });
      return cluster.said('unknown', null, 'the connection was lost');
    };
    const operation = await outcome();
    expect(operation.status).toBe('succeeded');
    expect(operation.summary).toContain('node2 took over on timeline 11; node1 leads again by now');
  });

  test('another leader two timelines on: the history tells that the candidate did take over first', async () => {
    cluster.onSwitchover = async ({ leader }) => {
      cluster.history = [
        { timeline: 10, newLeader: 'node2' },
        { timeline: 11, newLeader: 'node3' },
      ];
      Object.assign(cluster.member(leader), { isPrimary: false, state: 'streaming', timeline: 12 });
      Object.assign(cluster.member('node3'), { isPrimary: true, state: 'running', timeline: 12 });
      cluster.leader = 'node3';
      return cluster.said('unknown', null, 'the connection was lost');
    };
    const operation = await outcome();
    expect(operation.status).toBe('succeeded');
    expect(operation.summary).toBe('node2 took over on timeline 11; node3 leads by now.');
  });

  test('an old leader that was restarted onto a higher timeline has not been switched', async () => {
    cluster.onSwitchover = async ({ leader }) => {
      cluster.history = [{ timeline: 10, newLeader: 'node1' }];
      Object.assign(cluster.member(leader), { timeline: 11 });
      return cluster.said('unknown', null, 'the connection was lost');
    };
    expect(await outcome()).toMatchObject({
      status: 'failed',
      summary: expect.stringContaining('did not switch'),
    });
  });
});

describe('Howdah killed', () => {
  const during = (title: string) => (operation: Operation) => operation.currentStep === title;
  const cases: [string, Partial<SimulatedHowdahOptions>, Operation['status'], number][] = [
    ['as it begins to ask', { killAt: during('Ask Patroni') }, 'succeeded', 1],
    ['between writing that it asks and asking', { killBeforeSending: true }, 'failed', 0],
    ['right after asking', { killAfterSending: true }, 'succeeded', 1],
    ['while the new leader takes over', { killAt: during('The new leader takes over') }, 'succeeded', 1],
    ['while the members follow', { killAt: during('Every member follows') }, 'succeeded', 1],
    ['between its end and writing that', { killAt: ({ endedAt }) => endedAt !== null }, 'succeeded', 1],
  ];

  test.each(cases)(
    '%s: the next one finds the true outcome and sends nothing twice',
    async (_, kill, status, sent) => {
      const first = await newHowdah(kill);
      const { id } = await first.engine.start('demo', toNode2, 'me');
      // It is dead when nothing of it moves any more; the cluster goes on meanwhile.
      await clock.pass(3_000);
      const next = await newHowdah();
      const operation = await next.ended(id);
      expect(operation.status).toBe(status);
      expect(cluster.sent).toHaveLength(sent);
      expect(operation.result?.facts.leader).toBe(status === 'succeeded' ? 'node2' : undefined);
      if (status === 'failed') expect(operation.summary).toContain('nothing is pending');
      first.kill();
    },
  );

  test('before anybody was told that it runs: it is not begun, and nobody is kept out', async () => {
    const first = await newHowdah({ killAt: during('Check again') });
    void first.engine.start('demo', toNode2, 'me');
    await clock.pass(3_000);
    const next = await newHowdah();
    expect(await next.engine.get(store.rows[0]?.id ?? '')).toMatchObject({
      status: 'failed',
      summary: expect.stringMatching(/was not begun and nothing was changed; start it again/),
    });
    expect(cluster.sent).toEqual([]);
    const { id } = await next.engine.start('demo', toNode2, 'me');
    expect(await next.ended(id)).toMatchObject({ status: 'succeeded' });
  });

  test('before it asked, and started again much later: it is not done any more', async () => {
    const first = await newHowdah({ killAt: during('Ask Patroni') });
    const { id } = await first.engine.start('demo', toNode2, 'me');
    await clock.pass(70_000);
    const next = await newHowdah();
    expect(await next.ended(id)).toMatchObject({
      status: 'failed',
      summary: expect.stringContaining('Nothing was changed; start it again'),
    });
    expect(cluster.sent).toEqual([]);
  });

  test('and started again before its cluster answers: it waits, says so, and then tells the true outcome', async () => {
    const first = await newHowdah({ killAfterSending: true });
    const { id } = await first.engine.start('demo', toNode2, 'me');
    await clock.pass(5_000);
    for (const member of cluster.members.values()) member.answers = false;
    const next = await newHowdah();
    await clock.reach(() => next.engine.current('demo')?.status === 'waiting');
    expect((await next.engine.get(id)).needsPerson?.message).toContain('does not answer');
    for (const member of cluster.members.values()) member.answers = true;
    const operation = await next.ended(id);
    expect(operation).toMatchObject({ status: 'succeeded', needsPerson: null });
    // What it did not see from its beginning it did not measure.
    expect(operation.result?.facts).toMatchObject({ leader: 'node2', leaderlessMs: null, wholeMs: null });
  });

  test('three times in a row: still one request, still the true outcome', async () => {
    const first = await newHowdah({ killAfterSending: true });
    const { id } = await first.engine.start('demo', toNode2, 'me');
    await clock.reach(() => cluster.sent.length === 1);
    const second = await newHowdah({ killAt: during('The new leader takes over') });
    await clock.pass(2_000);
    const third = await newHowdah({ killAt: during('Every member follows') });
    await clock.pass(2_000);
    const last = await newHowdah();
    expect(await last.ended(id)).toMatchObject({ status: 'succeeded' });
    expect(cluster.sent).toHaveLength(1);
    for (const dead of [first, second, third]) dead.kill();
  });
});

describe('a scheduled switchover', () => {
  const at = () => new Date(clock.nowMs() + 3_600_000).toISOString();

  test('is done when Patroni shows it, and can be cancelled', async () => {
    const moment = at();
    const operation = await outcome({ kind: 'switchover', input: { candidate: 'node3', at: moment } });
    expect(operation).toMatchObject({ status: 'succeeded', title: 'Schedule a switchover to node3' });
    expect(cluster.scheduled).toMatchObject({ at: moment, to: 'node3' });
    expect(cluster.leader).toBe('node1');
    const cancelled = await outcome({ kind: 'cancel_switchover', input: {} });
    expect(cancelled).toMatchObject({
      status: 'succeeded',
      summary: 'Nothing is scheduled any more; node1 goes on leading.',
    });
    expect(cluster.scheduled).toBeNull();
  });

  test('that Patroni does not show was not scheduled, whatever it answered', async () => {
    const post = cluster.patroni.postSwitchover;
    Object.assign(cluster.patroni, {
      postSwitchover: async (...args: Parameters<typeof post>) => {
        const answer = await post(...args);
        cluster.scheduled = null;
        return answer;
      },
    });
    const operation = await outcome({ kind: 'switchover', input: { candidate: 'node3', at: at() } });
    expect(operation).toMatchObject({ status: 'failed', summary: expect.stringContaining('not scheduled') });
  });

  test('survives Howdah killed right after asking', async () => {
    const first = await newHowdah({ killAfterSending: true });
    const request = { kind: 'switchover', input: { candidate: 'node3', at: at() } } as const;
    const { id } = await first.engine.start('demo', request, 'me');
    await clock.pass(500);
    const next = await newHowdah();
    expect(await next.ended(id)).toMatchObject({ status: 'succeeded' });
    expect(cluster.sent).toHaveLength(1);
  });

  test('cancelled too late is said to be too late', async () => {
    cluster.scheduled = { at: at(), from: 'node1', to: 'node2' };
    Object.assign(cluster.patroni, {
      deleteSwitchover: async () => {
        cluster.scheduled = null;
        await cluster.switchOver({ leader: 'node1', candidate: 'node2' });
        return cluster.said('refused', 404, 'no switchover is scheduled');
      },
    });
    const operation = await outcome({ kind: 'cancel_switchover', input: {} });
    expect(operation).toMatchObject({ status: 'failed', summary: 'It was too late: node2 leads by now.' });
  });
});
