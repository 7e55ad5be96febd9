import { describe, expect, test, vi } from 'vitest';
import { killPointsOf, killWhens, runKilled } from './fixtures/kill-points';
import { type CourseOptions, harmTo, SiteCourse } from './fixtures/site/course';

// Hours of simulated time take a moment of a busy machine.
vi.setConfig({ testTimeout: 60_000 });

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
