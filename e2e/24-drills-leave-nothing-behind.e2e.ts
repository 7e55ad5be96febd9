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
import { test } from './lab-fixture';
import { waitFor } from './wait';

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

test('the leader’s PostgreSQL stopped behind Patroni’s back, and a restart by Patroni, are measured too', async ({
  lab,
  api,
}) => {
  test.setTimeout(300_000);
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
  test.setTimeout(180_000);
  const id = await start(api, { event: 'nothing', durationSeconds: 60 });
  await waitFor('it to write', 60_000, async () => {
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
  test.setTimeout(400_000);
  const { leader, timeline } = await trueLeader(lab);
  const settings = parse(readFileSync(lab.layout.howdahSettings, 'utf8'));
  delete settings.clusters[0].lab;
  let howdah = await HowdahProcess.start({ settings: writeSettings(stringify(settings)) });
  try {
    const api = new Api(howdah.url);
    await waitFor('it to know the cluster', 60_000, async () => (await api.snapshot()).health === 'healthy');
    const input = { event: 'stop_replicas', durationSeconds: 60 };
    const plan = await api.plan('drill', input);
    expect(plan.confirm).toBe('name');
    expect(plan.checks.find(({ id }) => id === 'lab')?.title).toBe('Applications may depend on this cluster');
    await expect(start(api, input)).rejects.toThrow(/400.*confirm: applications may depend on this cluster/);

    const id = await start(api, input, 'demo');
    const [first = ''] = replicasOf(leader);
    await waitFor('the first replica to be down', 120_000, async () => {
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
    await waitFor('every member to be back', 60_000, async () => (await api.snapshot()).health === 'healthy');
  } finally {
    await howdah.dispose();
  }
});
