import { describe, expect, test } from 'vitest';
import type { DrillReport } from '@/lib/contract/drills';
import type { Operation } from '@/lib/contract/operations';
import { drillScenarios, wrongWith } from './fixtures/scenarios';
import type { CourseOptions, SiteCourse } from './fixtures/site/course';

interface Ran {
  readonly course: SiteCourse;
  readonly operation: Operation;
  readonly report: DrillReport;
}

function drillOf(event: string) {
  const found = drillScenarios.find(({ name }) => name === `a drill: ${event}`);
  if (found === undefined) throw new Error(`no drill is called ${event}`);
  return found;
}

async function run(event: string, over: Partial<CourseOptions> = {}): Promise<Ran> {
  const scenario = drillOf(event);
  const course = scenario.make(over);
  const operation = await course.run();
  const report = course.drillReport();
  if (report === null) throw new Error('no report was kept');
  expect(await wrongWith(scenario, course, operation)).toEqual([]);
  return { course, operation, report };
}

const outage = (side: DrillReport['writes']) => side?.outages.length ?? 0;
const answeredBy = (side: DrillReport['writes']) => side?.answeredBy.map(({ member }) => member);

describe('what a drill reports is what was', () => {
  test('load alone: nothing fails, and every acknowledged row is found', async () => {
    const { course, report } = await run('nothing');
    expect(report).toMatchObject({ outcome: 'finished', eventAt: null, cleaned: true, failure: null });
    expect(outage(report.writes) + outage(report.reads)).toBe(0);
    expect(report.account).toMatchObject({ acknowledged: course.load.acknowledged.length, lost: [] });
    expect(answeredBy(report.writes)).toEqual(['node1']);
  });

  test('a switchover: an outage of writes, then the new leader answers', async () => {
    const { course, report } = await run('switchover');
    expect(outage(report.writes)).toBe(1);
    expect(answeredBy(report.writes)).toEqual(['node1', course.site.leader()?.name]);
    expect(report.eventOperationId).toBe(course.store.rows.find(({ kind }) => kind === 'switchover')?.id);
  });

  test('a replica stopped: writes go on, and it is back at the end', async () => {
    const { course, report } = await run('stop_replica');
    expect(outage(report.writes)).toBe(0);
    expect(course.store.rows.map(({ kind }) => kind)).toEqual(['drill', 'stop_member', 'start_member']);
  });

  test('every replica stopped: reads fail, and all are back at the end', async () => {
    const { course, report } = await run('stop_replicas');
    expect([outage(report.writes), outage(report.reads)]).toEqual([0, 1]);
    expect(course.site.standbys()).toEqual(['node2', 'node3']);
  });

  test('every replica stopped: all are down together for a third of the time, and the report says when each was', async () => {
    const { report } = await run('stop_replicas');
    const thirdMs = (report.input.durationSeconds * 1000) / 3;
    expect(report.downs.map(({ member }) => member).sort()).toEqual(['node2', 'node3']);
    const lastDownMs = Math.max(...report.downs.map(({ downAt }) => Date.parse(downAt)));
    const firstUpMs = Math.min(...report.downs.map(({ upAt }) => Date.parse(upAt ?? '')));
    expect(report.allDownMs).toBe(firstUpMs - lastDownMs);
    expect(report.allDownMs).toBeGreaterThanOrEqual(thirdMs);
    // Reads fail as long as that, less what Patroni and HAProxy take to send them elsewhere.
    expect(report.reads?.outageMs).toBeGreaterThanOrEqual(thirdMs);
  });

  test.each(['stop_postgres', 'restart'])(
    '%s: an outage of writes, and the same member answers again',
    async (event) => {
      const { report } = await run(event);
      expect(outage(report.writes)).toBe(1);
      expect(answeredBy(report.writes)).toEqual(['node1']);
    },
  );
});

describe('a drill that does not come to its end', () => {
  test('because its load broke off says why, and leaves nothing', async () => {
    const { operation, report } = await run('switchover', {
      prepare: ({ load }) => {
        load.breaks = { afterMs: 3_000, why: 'it was killed' };
      },
    });
    expect(operation).toMatchObject({ status: 'failed', error: expect.stringContaining('it was killed') });
    expect(report).toMatchObject({
      outcome: 'failed',
      cleaned: true,
      failure: expect.stringContaining('killed'),
    });
  });

  test('because what happens in its middle was refused says so in the words of that', async () => {
    const { course, operation, report } = await run('stop_replica', {
      watch: ({ kind, steps }, { site }) => {
        if (kind === 'drill' && steps.some(({ id, status }) => id === 'load' && status === 'running'))
          for (const name of ['node2', 'node3']) site.host(name).serviceRefusal = 'a password is required';
      },
    });
    expect(operation).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('a password is required'),
    });
    expect(report.outcome).toBe('failed');
    expect(course.site.standbys()).toEqual(['node2', 'node3']);
  });

  test('because its schema cannot be removed names it, with the command that removes it', async () => {
    const scenario = drillOf('nothing');
    const course = scenario.make({
      watch: ({ steps }, { site }) => {
        if (!steps.some(({ id, status }) => id === 'account' && status === 'running')) return;
        // Without its store Patroni has nobody lead.
        site.dcs.isDown = true;
        site.member('node1')?.postgres.crash();
      },
    });
    const operation = await course.run();
    expect(operation.status).toBe('unknown');
    expect(operation.needsPerson?.command).toMatch(/drop schema if exists howdah_drill_[0-9a-f]{8} cascade/);
    expect(course.drillReport()).toMatchObject({ cleaned: false });
  });
});
