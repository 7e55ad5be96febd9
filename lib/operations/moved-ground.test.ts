import { describe, expect, test, vi } from 'vitest';
import type { Gate, Operation } from '@/lib/contract/operations';
import { type CourseOptions, harmTo, SiteCourse } from './fixtures/site/course';

// Hours of simulated time take a moment of a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const three = { node1: {}, node2: {}, node3: {} };

const restoreOnto = (member: string, over: Partial<CourseOptions> = {}): SiteCourse =>
  new SiteCourse({
    request: (course) => ({
      kind: 'restore',
      input: { target: { type: 'time', at: course.agoMinutes(20.5) }, member },
      confirm: 'demo',
    }),
    ...over,
  });

const isIn = ({ steps }: Operation, step: string) =>
  steps.some(({ id, status }) => id === step && status === 'running');

/** Does something once, when a step begins. */
function onceIn(step: string, what: (course: SiteCourse) => void): NonNullable<CourseOptions['watch']> {
  let isDone = false;
  return (operation, course) => {
    if (isDone || !isIn(operation, step)) return;
    isDone = true;
    what(course);
  };
}

/** Decides with the first of `wanted` that is offered, and keeps what each gate said. */
function deciding(gates: Gate[], ...wanted: readonly string[]): NonNullable<CourseOptions['decide']> {
  return ({ gate }) => {
    if (gate !== null) gates.push(gate);
    const offered = gate?.decisions.map(({ id }) => id) ?? [];
    return { decision: wanted.find((id) => offered.includes(id)) ?? 'leave' };
  };
}

const end = (course: SiteCourse) => {
  course.site.advance();
  const leader = course.site.leader()?.name ?? null;
  const others = [...course.site.members.keys()].filter((name) => name !== leader);
  return {
    leader,
    following: others.filter((name) => course.site.follows(name)),
    isPaused: course.site.dcs.isPaused,
    harm: harmTo(course.site),
    lost: course.site.lost(),
  };
};

describe('the synchronous set names another after a hand in the middle', () => {
  test.each(['on', 'quorum'] as const)(
    'and the cluster is resumed (%s): what was accepted leads all the same, on the timeline that the result names',
    async (synchronousMode) => {
      const course = restoreOnto('node2', {
        shape: { members: three, synchronousMode },
        watch: onceIn('start_patroni', ({ site }) => {
          site.dcs.isPaused = false;
          site.dcs.leader = null;
          site.dcs.sync = { leader: 'node1', standbys: [], quorum: 0 };
        }),
      });
      const operation = await course.run();
      expect(operation.status).toBe('succeeded');
      const { lost: _, ...now } = end(course);
      expect(now).toEqual({ leader: 'node2', following: ['node1', 'node3'], isPaused: false, harm: [] });
      const timeline = course.site.leader()?.postgres.data?.place.branch.timeline;
      expect(operation.summary).toContain(`node2 leads on timeline ${timeline},`);
      expect(operation.result?.facts).toMatchObject({ timeline });
      expect(course.site.sent).toContain('failover node2');
    },
  );

  test.each(['on', 'quorum'] as const)(
    'when it is put back (%s): a member that has all of the data leads all the same',
    async (synchronousMode) => {
      const course = restoreOnto('node2', {
        shape: { members: three, synchronousMode },
        decide: ({ gate }, { site }) => {
          if (gate?.id !== 'look') return { decision: 'leave' };
          site.dcs.sync = { leader: 'node2', standbys: [], quorum: 0 };
          return { decision: 'discard' };
        },
      });
      const operation = await course.run();
      expect(operation.status, operation.summary ?? '').toBe('cancelled');
      expect(end(course)).toEqual({
        leader: 'node1',
        following: ['node2', 'node3'],
        isPaused: false,
        harm: [],
        lost: [],
      });
    },
  );
});

describe('another member that is started between the promotion and the new leader', () => {
  const interfere = (stopsAfterMs: number | null) =>
    onceIn('start_patroni', ({ site, clock }) => {
      site.dcs.isPaused = false;
      site.member('node1')?.start();
      if (stopsAfterMs !== null) site.at(clock.nowMs() + stopsAfterMs, () => site.member('node1')?.stop());
    });

  test('and leads: that is said, nothing leads over it, and putting back keeps what it has taken', async () => {
    const gates: Gate[] = [];
    let seenMs = 0;
    const decide = deciding(gates, 'accept', 'discard');
    const course = restoreOnto('node2', {
      watch: interfere(null),
      // Applications write to it before anybody decides.
      decide: (operation, at) => {
        if (operation.gate?.id === 'look') return decide(operation, at);
        seenMs ||= at.clock.nowMs();
        return at.clock.nowMs() - seenMs < 30_000 ? null : decide(operation, at);
      },
    });
    const operation = await course.run();
    expect(operation.status, operation.summary ?? '').toBe('cancelled');
    const said = gates.findLast(({ id }) => id === 'trouble')?.message;
    expect(said).toContain('node1 has been started since');
    expect(said).toMatch(/node1 leads on timeline \d+\./);
    expect(said).toContain('The cluster is not paused.');
    expect(end(course)).toEqual({
      leader: 'node1',
      following: ['node2', 'node3'],
      isPaused: false,
      harm: [],
      lost: [],
    });
  });
});

describe('what a gate says is read then', () => {
  test('with everything as it was: who is as stopped, and that the cluster is paused', async () => {
    const gates: Gate[] = [];
    const course = restoreOnto('node2', { decide: deciding(gates, 'accept') });
    expect((await course.run()).status).toBe('succeeded');
    expect(gates.map(({ message }) => message)).toEqual([
      'No application reaches it. Nothing is lost yet: the data of node1 and node3 is as it was when it was stopped. The cluster is paused.',
    ]);
  });

  test('a cluster that somebody resumes in the DCS while the gate is open: the gate says it anew', async () => {
    const messages = new Set<string>();
    let openedMs = 0;
    const course = restoreOnto('node2', {
      decide: ({ gate }, { site, clock }) => {
        messages.add(gate?.message ?? '');
        openedMs ||= clock.nowMs();
        site.dcs.isPaused = false;
        return clock.nowMs() - openedMs < 60_000 ? null : { decision: 'accept' };
      },
    });
    expect((await course.run()).status).toBe('succeeded');
    expect([...messages].at(-1)).toContain('The cluster is not paused. Somebody has resumed it');
  });

  test('without patronictl on any host: what is not known is called so, with its reason', async () => {
    const gates: Gate[] = [];
    const course = restoreOnto('node2', {
      decide: deciding(gates, 'accept'),
      watch: onceIn('look', ({ site }) => {
        for (const host of site.hosts.values()) host.hasPatronictl = false;
      }),
    });
    expect((await course.run()).status).toBe('succeeded');
    expect(gates[0]?.message).toContain('whether it still is, is not known: patronictl ended with code 127');
  });

  test('a member that was started and resumed in the middle: who leads, and that the cluster is not paused', async () => {
    const gates: Gate[] = [];
    let untilMs: number | null = null;
    const decide = deciding(gates, 'discard');
    const course = restoreOnto('node2', {
      decide: (operation, at) => {
        const { site, clock } = at;
        if (untilMs === null) {
          untilMs = clock.nowMs() + 60_000;
          site.dcs.isPaused = false;
          site.member('node1')?.start();
        }
        return clock.nowMs() < untilMs ? null : decide(operation, at);
      },
    });
    const operation = await course.run();
    const said = gates.find(({ id }) => id === 'trouble')?.message ?? '';
    expect(said).toContain('Patroni on node1 was started by somebody else');
    expect(said).toContain('The cluster is not paused.');
    expect(said).not.toContain('Nothing is lost: the data of node1');
    expect(operation.summary).toContain('node1 leads');
    expect(end(course)).toMatchObject({ leader: 'node1', lost: [] });
  });
});

test('a member with the old data that Patroni promotes while the others come back is never told as a success', async () => {
  const gates: Gate[] = [];
  const course = restoreOnto('node2', {
    watch: onceIn('rejoin', ({ site, clock }) => {
      // Patroni lets the lead go without its store, and node1, not rewound yet, wins it back.
      site.dcs.isDown = true;
      site.at(clock.nowMs() + 600_000, () => {
        site.dcs.isDown = false;
      });
    }),
    decide: deciding(gates, 'accept', 'retry', 'leave'),
  });
  const operation = await course.run();
  const place = course.site.leader()?.postgres.data?.place;
  expect(place?.branch.from?.branch.timeline).toBe(1);
  expect(operation.status).toBe('unknown');
  expect(gates.at(-1)?.message).toContain('node1 leads with the data from before the restore');
});

test('a lead that moves on once the restored member has led is told by the result, with its real timeline', async () => {
  const course = restoreOnto('node2', {
    watch: onceIn('check', ({ site }) => {
      site.dcs.failover = { leader: 'node2', candidate: 'node3' };
      site.leader()?.wake();
    }),
  });
  const operation = await course.run();
  expect(operation.status).toBe('succeeded');
  const timeline = course.site.leader()?.postgres.data?.place.branch.timeline;
  expect(operation.summary).toMatch(
    new RegExp(
      `^node2 took the lead on timeline 2, with the data of .*; node3 leads now, on timeline ${timeline}; `,
    ),
  );
});

test('where nobody comes to lead, the gate names the failover, with the member and the cluster', async () => {
  const offered: string[] = [];
  const course = restoreOnto('node2', {
    watch: onceIn('start_patroni', ({ site }) => {
      // Patroni answers, and nothing that it is asked for happens.
      site.dcs.isPaused = true;
      site.dcs.leader = { name: 'node3', expiresMs: Number.MAX_SAFE_INTEGER };
    }),
    decide: ({ gate, needsPerson }) => {
      if (gate?.id === 'look') return { decision: 'accept' };
      offered.push(needsPerson?.command ?? '');
      return { decision: 'leave' };
    },
  });
  const operation = await course.run();
  expect(operation.status).toBe('unknown');
  expect(offered).toEqual(['patronictl -c /etc/patroni/config.yml failover demo --candidate node2 --force']);
  expect(operation.needsPerson?.command).not.toMatch(/ list /);
});
