import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import { parse, stringify } from 'yaml';
import { type DrillReport, drillReportSchema } from '@/lib/contract/drills';
import { operationSchema } from '@/lib/contract/operations';
import type { Lab } from '../lab/lab';
import type { MemberName } from '../lab/members';
import { listProcesses } from '../lab/processes';
import { Api } from './api';
import { replicasOf, trueLeader } from './cluster-truth';
import { HowdahProcess, writeSettings } from './howdah-process';
import { IndependentProbe } from './independent-probe';
import { test } from './lab-fixture';
import { waitFor } from './wait';

// It holds what it sees against a clock: nothing else may be at work on the machine meanwhile.
test.describe.configure({ lock: '-exclusive-' });

const agreeMs = 50;

async function start(api: Api, input: unknown, confirm?: string): Promise<string> {
  const body = { kind: 'drill', input, ...(confirm === undefined ? {} : { confirm }) };
  return operationSchema.parse(await api.post(`/api/clusters/${api.cluster}/operations`, body)).id;
}

async function ended(api: Api, id: string, patienceMs: number): Promise<DrillReport> {
  await waitFor('the drill to end', patienceMs, async () => (await api.operation(id)).endedAt !== null);
  return drillReportSchema.parse(await api.get(`/api/clusters/${api.cluster}/drills/${id}`));
}

function schemas(lab: Lab, leader: MemberName): Promise<string> {
  return lab.psql(leader, "select count(*) from pg_namespace where nspname like 'howdah\\_drill\\_%'", 'app');
}

function loads(): number {
  return listProcesses().filter(({ command }) => command.some((word) => word.includes('load-main'))).length;
}

test('a switchover: the write outage of the report is the one that an independent probe saw', async ({
  lab,
  api,
}) => {
  test.setTimeout(120_000);
  const before = await trueLeader(lab);
  const probe = await IndependentProbe.start(lab, before.leader, 'writes');
  const id = await start(api, { event: 'switchover', durationSeconds: 15, writers: 4, writesPerSecond: 300 });
  const report = await ended(api, id, 60_000);
  const seen = await probe.outage();
  const seenMs = seen.durationMs;
  const { writes, reads, account } = report;
  test
    .info()
    .annotations.push({ type: 'write outage', description: `${writes?.outageMs} ms, probe ${seenMs} ms` });
  expect(report.outcome, report.failure ?? '').toBe('finished');
  expect(writes?.outageMs).toBeGreaterThan(100);
  expect(
    Math.abs((writes?.outageMs ?? 0) - seenMs),
    `${writes?.outageMs} ms against ${seenMs} ms`,
  ).toBeLessThan(agreeMs);
  expect(account).toMatchObject({ lost: [], acknowledged: writes?.done });
  expect(reads?.done).toBeGreaterThan(500);
  const after = await trueLeader(lab);
  expect(after.timeline).toBe(before.timeline + 1);
  expect(writes?.answeredBy.map(({ member }) => member)).toEqual([before.leader, after.leader]);
  expect(new Set(report.happenings.map(({ who }) => who))).toEqual(
    new Set(['howdah', 'patroni', 'haproxy', 'postgres']),
  );
  expect(report.cleaned).toBe(true);
  expect(await schemas(lab, after.leader)).toBe('0');
  const markdown = await (await fetch(`${api.url}/api/clusters/demo/drills/${id}/markdown`)).text();
  expect(markdown).toContain(`| longest outage, ms | ${writes?.outageMs} |`);
});

test('both standbys stopped and started again: the read outage is the one that an independent probe saw', async ({
  lab,
  api,
}) => {
  test.setTimeout(150_000);
  const before = await trueLeader(lab);
  const probe = await IndependentProbe.start(lab, before.leader, 'reads');
  const id = await start(api, {
    event: 'stop_replicas',
    // Long enough for a slow machine to see the end of the outage.
    durationSeconds: 45,
    readers: 4,
    readsPerSecond: 300,
  });
  const report = await ended(api, id, 90_000);
  const seen = await probe.outage();
  const seenMs = seen.durationMs;
  const { writes, reads, account } = report;
  test
    .info()
    .annotations.push({ type: 'read outage', description: `${reads?.outageMs} ms, probe ${seenMs} ms` });
  expect(report.outcome, report.failure ?? '').toBe('finished');
  expect(reads?.outageMs).toBeGreaterThan(1_000);
  expect(
    Math.abs((reads?.outageMs ?? 0) - seenMs),
    `${reads?.outageMs} ms against ${seenMs} ms`,
  ).toBeLessThan(agreeMs);
  expect(writes?.outageMs, 'writes did not notice').toBe(0);
  expect(account?.lost).toEqual([]);
  expect((await trueLeader(lab)).timeline, 'nobody else leads').toBe(before.timeline);
  expect((await api.snapshot()).health).toBe('healthy');
});

test('the leader’s PostgreSQL stopped behind Patroni’s back, and a restart by Patroni, are measured too', async ({
  lab,
  api,
}) => {
  test.setTimeout(150_000);
  for (const event of ['stop_postgres', 'restart'] as const) {
    const id = await start(api, { event, durationSeconds: 12 });
    const report = await ended(api, id, 90_000);
    expect(report.outcome, `${event}: ${report.failure ?? ''}`).toBe('finished');
    expect(report.writes?.outageMs, event).toBeGreaterThan(50);
    expect(report.account?.lost, event).toEqual([]);
    expect(report.eventEndedAt, event).not.toBeNull();
  }
  expect(await schemas(lab, (await trueLeader(lab)).leader)).toBe('0');
});

test('a drill that cannot be meant is refused with the limit and why', async ({ api }) => {
  const refused = async (input: unknown) => start(api, input).then(String, (error: Error) => error.message);
  expect(await refused({ writers: 1_000_000 })).toMatch(
    /400.*input\.writers: must be from 0 to 20: each takes a connection/,
  );
  expect(await refused({ writesPerSecond: -1 })).toMatch(
    /400.*input\.writesPerSecond: must be from 1 to 500 a second/,
  );
  expect(await refused({ durationSeconds: 31_536_000 })).toMatch(
    /400.*input\.durationSeconds: must be from 10 to 600 seconds/,
  );
  expect(await refused({ proxy: 'nowhere' })).toMatch(/412.*No HAProxy is called nowhere/);
});

test('a drill that a person stops puts everything back, and counts what it has written', async ({
  lab,
  api,
}) => {
  test.setTimeout(90_000);
  const id = await start(api, { event: 'nothing', durationSeconds: 60 });
  await waitFor('it to write', 30_000, async () => {
    const answer = await fetch(`${api.url}/api/clusters/demo/drills/${id}`);
    return answer.ok && (drillReportSchema.parse(await answer.json()).writes?.done ?? 0) > 50;
  });
  expect(loads()).toBe(1);
  await api.post(`/api/operations/${id}/cancel`, {});
  const report = await ended(api, id, 30_000);
  expect(report).toMatchObject({ outcome: 'cancelled', cleaned: true, account: { lost: [] } });
  expect(report.account?.acknowledged).toBeGreaterThan(50);
  expect(loads()).toBe(0);
  expect(await schemas(lab, (await trueLeader(lab)).leader)).toBe('0');
});

test('on a cluster that is no lab it warns, needs the name, and leaves nothing behind after a SIGKILL in its middle', async ({
  lab,
}) => {
  test.setTimeout(200_000);
  const { leader, timeline } = await trueLeader(lab);
  const settings = parse(readFileSync(lab.layout.howdahSettings, 'utf8'));
  delete settings.clusters[0].lab;
  let howdah = await HowdahProcess.start({ settings: writeSettings(stringify(settings)) });
  try {
    const api = new Api(howdah.url);
    await waitFor('it to know the cluster', 30_000, async () => (await api.snapshot()).health === 'healthy');
    const input = { event: 'stop_replicas', durationSeconds: 60 };
    const plan = await api.plan('drill', input);
    expect(plan.confirm).toBe('name');
    expect(plan.checks.find(({ id }) => id === 'lab')?.title).toBe('Applications may depend on this cluster');
    await expect(start(api, input)).rejects.toThrow(/400.*confirm: applications may depend on this cluster/);

    const id = await start(api, input, 'demo');
    const [first = ''] = replicasOf(leader);
    await waitFor('the first replica to be down', 60_000, async () => {
      const { members } = await api.snapshot();
      return members.find(({ name }) => name === first)?.patroni.status === 'unreachable';
    });
    expect(await schemas(lab, leader)).toBe('1');
    expect(loads()).toBe(1);
    await howdah.kill();
    howdah = await howdah.again();
    const report = await ended(api, id, 120_000);
    expect(report.outcome).toBe('interrupted');
    expect(report.failure).toContain('Howdah was stopped in the middle');
    expect(report.cleaned).toBe(true);
    expect(loads()).toBe(0);
    expect(await schemas(lab, leader)).toBe('0');
    expect((await trueLeader(lab)).timeline).toBe(timeline);
    await waitFor('every member to be back', 30_000, async () => (await api.snapshot()).health === 'healthy');
  } finally {
    await howdah.dispose();
  }
});
