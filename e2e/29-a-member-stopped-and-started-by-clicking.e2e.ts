import { expect, type Page } from 'playwright/test';
import type { Lab } from '../lab/lab';
import { asMemberName, type MemberName } from '../lab/members';
import { everyProcess, listProcesses, processesOfMember } from '../lab/processes';
import { Api } from './api';
import { replicasOf, trueLeader } from './cluster-truth';
import { HowdahProcess } from './howdah-process';
import { test } from './lab-fixture';
import { OperationPage } from './operation-page';
import { OverviewPage } from './overview-page';
import { waitFor } from './wait';

const processesOf = (lab: Lab, member: MemberName) =>
  everyProcess(processesOfMember(lab.layout, member, listProcesses()));

function named(name: string | undefined): MemberName {
  const member = asMemberName(name ?? '');
  if (member === undefined) throw new Error(`${name} is no member of the lab`);
  return member;
}

/** Presses it in the member's menu and in the dialog, and waits for the outcome; answers the operation's id. */
async function press(page: Page, member: string, what: 'Stop' | 'Start'): Promise<string> {
  const overview = new OverviewPage(page);
  await overview.open();
  await overview
    .row(member)
    .getByRole('button', { name: `Actions for ${member}` })
    .click();
  await page.getByRole('menuitem', { name: `${what} ${member}…` }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `${what} ${member}` })
    .click();
  const operation = new OperationPage(page);
  const id = await operation.arrive();
  await expect(operation.outcome).toBeVisible({ timeout: 75_000 });
  return id;
}

test('a replica is stopped and started again by clicking, and each is called done only when it is', async ({
  page,
  lab,
  api,
}) => {
  const { leader, timeline } = await trueLeader(lab);
  const replica = named(replicasOf(leader)[0]);

  const stopped = await api.operation(await press(page, replica, 'Stop'));
  expect(stopped.status, stopped.summary ?? '').toBe('succeeded');
  expect(processesOf(lab, replica), 'neither Patroni nor PostgreSQL is left').toEqual([]);
  const again = await api.plan('start_member', { member: replica });
  expect(again.blocked).toBe(false);

  const started = await api.operation(await press(page, replica, 'Start'));
  expect(started.status, started.summary ?? '').toBe('succeeded');
  expect(started.summary).toContain(`follows ${leader}`);
  const streams = `select count(*) from pg_stat_replication where application_name = '${replica}' and state = 'streaming'`;
  expect(await lab.psql(leader, streams)).toBe('1');
  expect((await trueLeader(lab)).timeline, 'nothing else moved').toBe(timeline);
  const refused = await api.plan('start_member', { member: replica });
  expect(refused.checks).toContainEqual(expect.objectContaining({ id: 'answers', level: 'block' }));
});

test('the leader is stopped: another leads before it is called done; Howdah killed meanwhile sees it through', async ({
  lab,
}) => {
  test.setTimeout(150_000);
  const { leader, timeline } = await trueLeader(lab);
  let howdah = await HowdahProcess.start({ settings: lab.layout.howdahSettings });
  try {
    const own = new Api(howdah.url);
    await waitFor('it to know the cluster', 30_000, async () => (await own.snapshot()).health === 'healthy');
    const plan = await own.plan('stop_member', { member: leader });
    expect(plan.effect).toContain('writes wait');
    const { id } = (await own.post('/api/clusters/demo/operations', {
      kind: 'stop_member',
      input: { member: leader },
    })) as { id: string };
    await howdah.kill();
    howdah = await howdah.again();
    const ended = await waitFor('the operation to end', 75_000, async () => {
      const operation = await own.operation(id);
      return operation.endedAt === null ? null : operation;
    });
    expect(ended.status, ended.summary ?? '').toBe('succeeded');
    expect(processesOf(lab, named(leader))).toEqual([]);
    const after = await waitFor('another to lead', 5_000, () => trueLeader(lab));
    expect(after.leader).not.toBe(leader);
    expect(after.timeline).toBe(timeline + 1);
  } finally {
    await howdah.dispose();
    await lab.start(named(leader));
  }
});
