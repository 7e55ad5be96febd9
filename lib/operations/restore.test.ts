import { describe, expect, test } from 'vitest';
import type { Operation } from '@/lib/contract/operations';
import { killPointsOf, killWhens, runKilled } from './fixtures/kill-points';
import { type CourseOptions, harmTo, SiteCourse } from './fixtures/site/course';

const restoreOnto = (member: string, over: Partial<CourseOptions> = {}): SiteCourse =>
  new SiteCourse({
    request: (course) => ({
      kind: 'restore',
      input: { target: { type: 'time', at: course.agoMinutes(20.5) }, member },
      confirm: 'demo',
    }),
    ...over,
  });

const whole = (course: SiteCourse) => {
  course.site.advance();
  const leader = course.site.leader()?.name ?? null;
  const others = [...course.site.members.keys()].filter((name) => name !== leader);
  return {
    leader,
    following: others.filter((name) => course.site.follows(name)),
    isPaused: course.site.dcs.isPaused,
    harm: harmTo(course.site),
    jobs: [...course.site.hosts.values()].flatMap((host) => [...host.jobs.keys()]),
  };
};

const wholeUnder = (leader: string, following: readonly string[]) => ({
  leader,
  following,
  isPaused: false,
  harm: [],
  jobs: [],
});

describe('a restore', () => {
  test('is accepted, and ends with everybody following', async () => {
    const course = restoreOnto('node2');
    const operation = await course.run();
    expect(operation.summary).toMatch(/^node2 leads on timeline 2, with the data of 2026-11-22 21:39:50/);
    expect(operation.status).toBe('succeeded');
    expect(whole(course)).toEqual(wholeUnder('node2', ['node1', 'node3']));
  });

  test('killed at any call to Patroni, a host or the store, once or twice, ends as if nothing had been', async () => {
    const make = () => restoreOnto('node2');
    const points = await killPointsOf(make);
    expect(points.length).toBeGreaterThan(60);
    const faults: string[] = [];
    for (const point of points) {
      for (const when of killWhens) {
        const courses: SiteCourse[] = [];
        const again = () => {
          const course = make();
          courses.push(course);
          return course;
        };
        const { operation } = await runKilled(again, point, when);
        const [course] = courses;
        if (course === undefined) throw new Error('no course was run');
        const expected =
          operation === null
            ? wholeUnder('node1', ['node2', 'node3'])
            : wholeUnder('node2', ['node1', 'node3']);
        const isRight =
          (operation === null || operation.status === 'succeeded') &&
          JSON.stringify(whole(course)) === JSON.stringify(expected);
        if (!isRight) {
          const place = `${point.step}: ${point.to} ${point.what} (${point.nth}) ${when}`;
          faults.push(
            `${place}: ${operation?.status} ${operation?.summary} ${JSON.stringify(whole(course))}`,
          );
        }
      }
    }
    expect(faults).toEqual([]);
  });
});

const atLook = (decision: string) => (operation: Operation) => ({
  decision: operation.gate?.id === 'look' ? decision : 'retry',
});
const cascade = { members: { node1: {}, node2: {}, node3: {}, node4: { replicatefrom: 'node2' } } };
const quorum = { ...cascade, synchronousMode: 'quorum' } as const;

describe('a restore that is discarded', () => {
  test.each([
    ['three members', undefined, 'node2', ['node2', 'node3']],
    ['a cascading replica', cascade, 'node3', ['node2', 'node3', 'node4']],
    ['a cascading replica that is restored onto', cascade, 'node4', ['node2', 'node3', 'node4']],
    ['quorum commit and a cascading replica', quorum, 'node3', ['node2', 'node3', 'node4']],
  ] as const)(
    'on %s leaves everybody as they were, and nobody is reinitialized',
    async (_, shape, member, following) => {
      const course = restoreOnto(member, {
        ...(shape === undefined ? {} : { shape }),
        decide: atLook('discard'),
      });
      const operation = await course.run();
      expect(operation.summary).toContain('node1 leads');
      expect(operation.status).toBe('cancelled');
      expect(whole(course)).toEqual(wholeUnder('node1', following));
      expect(course.site.thrown).toEqual([]);
    },
  );

  test.each([
    ['asynchronous', cascade],
    ['quorum', quorum],
    ['synchronous', { ...cascade, synchronousMode: 'on' } as const],
    [
      'quorum, with one that may not lead',
      { ...quorum, members: { ...cascade.members, node2: { nofailover: true } } },
    ],
  ])('onto the leader itself has another member lead that has all of its data (%s)', async (_, shape) => {
    const course = restoreOnto('node1', { shape, decide: atLook('discard') });
    const operation = await course.run();
    expect(operation.status).toBe('cancelled');
    const now = whole(course);
    expect(now).toMatchObject({ isPaused: false, harm: [], jobs: [] });
    expect(now.leader).not.toBeNull();
    expect(now.following).toHaveLength(3);
  });
});

describe('a restore onto a member that Patroni never lets lead', () => {
  test('is refused before anything is touched', async () => {
    const course = restoreOnto('node3', {
      shape: { members: { node1: {}, node2: {}, node3: { nofailover: true } } },
    });
    await expect(course.run()).rejects.toThrow(/node3 is tagged nofailover/);
    expect(course.site.sent).toEqual([]);
  });
});

test('a restore onto a member that cannot write a tablespace’s folder is refused before anything is touched', async () => {
  const course = restoreOnto('node2', {
    prepare: ({ site }) => {
      site.host('node2').unwritable.push('/srv/pgts');
    },
  });
  await expect(course.run()).rejects.toThrow(/postgres cannot write \/srv\/pgts on node2/);
  expect(course.site.sent).toEqual([]);
});

describe('a member that does not follow after a restore', () => {
  test('is reinitialized when pg_rewind refused it, and no other one is', async () => {
    const course = restoreOnto('node2', {
      prepare: ({ site }) => {
        const node3 = site.member('node3');
        if (node3 !== null) node3.canRewind = false;
      },
    });
    const operation = await course.run();
    expect(operation.status).toBe('succeeded');
    expect(course.site.thrown.map(({ member }) => member)).toEqual(['node3']);
    expect(whole(course)).toEqual(wholeUnder('node2', ['node1', 'node3']));
  });

  test.each([
    ['leave', 'unknown', []],
    ['reinitialize', 'succeeded', ['node3']],
  ] as const)(
    'and was not refused is shown as it stands, and a person chooses: %s',
    async (choice, status, thrown) => {
      const course = restoreOnto('node2', {
        prepare: ({ site }) => {
          // It starts, says nothing of pg_rewind, and no WAL comes.
          site.deaf.add('node3');
        },
        decide: ({ gate }) => ({ decision: gate?.id === 'look' ? 'accept' : choice }),
      });
      const operation = await course.run();
      expect(operation.status, operation.summary ?? '').toBe(status);
      expect(course.site.thrown.map(({ member }) => member)).toEqual(thrown);
      expect(harmTo(course.site)).toEqual([]);
    },
  );
});

describe('somebody who starts and resumes the cluster in the middle of a restore', () => {
  /** node1 is started at the first gate, runs for a minute and is stopped again; only then a person decides. */
  const interfere = (decide: (operation: Operation) => string) => {
    let untilMs: number | null = null;
    return restoreOnto('node2', {
      decide: (operation, { site, clock }) => {
        if (untilMs === null) {
          untilMs = clock.nowMs() + 90_000;
          site.member('node1')?.start();
          site.dcs.isPaused = false;
          site.at(untilMs - 20_000, () => site.member('node1')?.stop());
        }
        return clock.nowMs() < untilMs ? null : { decision: decide(operation) };
      },
    });
  };

  test('and writes there: no data is accepted over it, and putting back keeps what was written', async () => {
    const course = interfere(({ gate }) =>
      gate?.decisions.some(({ id }) => id === 'retry') === true ? 'retry' : 'discard',
    );
    const operation = await course.run();
    expect(operation.status).toBe('cancelled');
    expect(whole(course)).toEqual(wholeUnder('node1', ['node2', 'node3']));
    expect(course.decided).toEqual(['trouble: retry', 'trouble: discard']);
    expect(course.site.acknowledged.length).toBeGreaterThan(5);
    expect(course.site.lost()).toEqual([]);
  });
});

describe('a person who stops it', () => {
  test.each([
    ['rejoin', 'accept'],
    ['put_back', 'discard'],
  ] as const)(
    'in the wait of «%s» is told how things stand, on which host, and what comes next',
    async (step, decision) => {
      const course = restoreOnto('node2', {
        prepare: ({ site }) => {
          site.deaf.add('node2');
          site.deaf.add('node3');
        },
        decide: atLook(decision),
      });
      const howdah = await course.newHowdah();
      const id = await course.begin(howdah, () => false);
      if (id === null) throw new Error('it did not begin');
      const running = () =>
        howdah.published.at(-1)?.steps.find(({ status }) => status === 'running')?.id === step;
      const ended = course.follow(howdah, id, () => false);
      const stopped = course.clock.reach(running).then(() => howdah.engine.cancel(id, 'Ada'));
      const [operation] = await Promise.all([ended, stopped]);
      expect(operation).toMatchObject({ status: 'unknown', cancellable: false });
      expect(operation?.summary).toContain('Ada asked for it');
      expect(operation?.needsPerson?.command).toMatch(/^(patronictl -c|service)/);
      expect(operation?.needsPerson?.host).toMatch(/^node/);
    },
  );
});

/** Stops a restore in a step, after `thenMs` of it, and lets it come to its end. */
async function stopIn(course: SiteCourse, step: string, thenMs: number): Promise<Operation> {
  const howdah = await course.newHowdah();
  const id = await course.begin(howdah, () => false);
  if (id === null) throw new Error('it did not begin');
  const running = () =>
    howdah.published.at(-1)?.steps.find(({ status }) => status === 'running')?.id === step;
  await course.clock.reach(running);
  await course.clock.pass(thenMs);
  void howdah.engine.cancel(id, 'Ada');
  const ended = await course.follow(howdah, id, () => false);
  if (ended === null) throw new Error('it did not come to an end');
  return ended;
}

describe('a restore that a person stops', () => {
  test('before any member has noticed the pause leaves the cluster resumed all the same', async () => {
    const course = restoreOnto('node1', { shape: { members: { node1: {} } } });
    expect(await stopIn(course, 'pause', 0)).toMatchObject({ status: 'cancelled' });
    expect(whole(course)).toEqual(wholeUnder('node1', []));
  });

  test('and that was the only copy is filled to the last write from the repository, also when that is away for a while', async () => {
    let wasAway = false;
    const course = restoreOnto('node1', {
      shape: { members: { node1: {} } },
      watch: (operation, { site }) => {
        const isBack = operation.steps.some(({ id, status }) => id === 'put_back' && status === 'running');
        if (!isBack || wasAway) return;
        wasAway = true;
        site.archive.isDown = true;
        site.at(site.nowMs() + 60_000, () => {
          site.archive.isDown = false;
        });
      },
    });
    const operation = await stopIn(course, 'restore', 1_000);
    expect(operation).toMatchObject({ status: 'cancelled' });
    expect(whole(course)).toEqual(wholeUnder('node1', []));
    expect(course.site.lost()).toEqual([]);
  });
});

test('a member restored onto that somebody starts after «Discard» does not lead, whenever that is', async () => {
  const wrong: string[] = [];
  for (let afterMs = 0; afterMs < 20_000; afterMs += 250) {
    const course = restoreOnto('node1', {
      shape: { members: { node1: {}, node2: {} } },
      decide: ({ gate }, { site }) => {
        if (gate?.id !== 'look') return { decision: 'leave' };
        site.at(site.nowMs() + afterMs, () => site.member('node1')?.start());
        return { decision: 'discard' };
      },
    });
    const operation = await course.run();
    const lost = course.site.lost();
    const isWhole = course.site.leader()?.name === 'node2' && lost.length === 0;
    if (operation.status !== 'cancelled' || !isWhole)
      wrong.push(`${afterMs} ms: ${operation.summary}, ${course.site.leader()?.name} leads, ${lost.join()}`);
  }
  expect(wrong).toEqual([]);
});

test('a member restored onto that leads already, for somebody has resumed the cluster too, is called so, never «nothing was lost»', async () => {
  const course = restoreOnto('node1', {
    shape: { members: { node1: {}, node2: {} } },
    decide: ({ gate }, { site }) => {
      const isPossible = (id: string) => gate?.decisions.some((decision) => decision.id === id) === true;
      if (isPossible('leave')) return { decision: 'leave' };
      if (site.member('node1')?.isPrimary === true) return { decision: 'discard' };
      site.dcs.isPaused = false;
      site.member('node1')?.start();
      return null;
    },
  });
  const operation = await course.run();
  expect(course.site.leader()?.name).toBe('node1');
  expect(operation.status).toBe('unknown');
  expect(operation.summary).toContain('node1 leads, with the data that was restored');
  expect(operation.summary).not.toContain('Nothing was lost');
});

describe('a backup', () => {
  /** It holds its lock or not when pgBackRest is asked, and the other way round in the next moment. */
  const restoreBeside = (wasHeld: boolean) =>
    restoreOnto('node2', {
      prepare: ({ site }) => {
        const lock = { holds: wasHeld };
        site.archive.lock = lock;
        void site.port.freshenRepository(0);
        lock.holds = !wasHeld;
      },
    });

  test('that has ended since pgBackRest was asked is in nobody’s way', async () => {
    expect((await restoreBeside(true).run()).status).toBe('succeeded');
  });

  test('that has begun since is seen before anything is touched', async () => {
    const course = restoreBeside(false);
    const operation = await course.run();
    expect(operation).toMatchObject({ status: 'failed', needsPerson: null });
    expect(operation.summary).toContain('a backup has begun');
    expect(whole(course)).toEqual(wholeUnder('node1', ['node2', 'node3']));
  });
});

describe('Patroni that restarts a member once it follows', () => {
  test('is waited for before the archive is checked and a backup is taken', async () => {
    let isRestarted = false;
    const restarting: string[] = [];
    const course = restoreOnto('node2', {
      watch: ({ steps }, { site }) => {
        const running = steps.find(({ status }) => status === 'running')?.id;
        if (running === 'rejoin' && !isRestarted && site.follows('node1') && site.follows('node3')) {
          isRestarted = true;
          // As it does on standbys to copy logical slots to them.
          for (const name of ['node1', 'node3'])
            site.at(site.nowMs() + 1_000, () => site.member(name)?.restart());
        }
        if (running !== 'check') return;
        for (const { name, action } of site.members.values()) if (action !== null) restarting.push(name);
      },
    });
    const operation = await course.run();
    expect(operation.status).toBe('succeeded');
    expect(isRestarted).toBe(true);
    expect(restarting).toEqual([]);
  });
});

test('how long members took to follow counts from the recorded beginning, not from a restart of Howdah', async () => {
  const course = restoreOnto('node2', {
    prepare: ({ site }) => {
      site.deaf.add('node3');
    },
  });
  const first = await course.newHowdah();
  const id = await course.begin(first, () => false);
  if (id === null) throw new Error('it did not begin');
  const stepOf = (step: string) => first.published.at(-1)?.steps.find((one) => one.id === step);
  const ended = course.follow(first, id, () => stepOf('rejoin')?.status === 'running');
  await ended;
  await course.clock.pass(20_000);
  first.kill();
  await course.clock.pass(30_000);
  course.site.deaf.clear();
  const next = await course.newHowdah();
  course.takeUp(next);
  const operation = await course.follow(next, id, () => false);
  expect(operation?.status).toBe('succeeded');
  const rejoin = operation?.steps.find((one) => one.id === 'rejoin');
  const tookMs = Date.parse(rejoin?.endedAt ?? '') - Date.parse(rejoin?.startedAt ?? '');
  expect(tookMs).toBeGreaterThan(50_000);
  expect(rejoin?.message).toMatch(/stream after (5\d|6\d|7\d|8\d) s|stream after 1 min/);
});
