import { expect } from 'playwright/test';
import { OverviewPage } from '../overview-page';
import { waitFor } from '../wait';
import { test } from './newest-fixture';
import { quorumStandbys, trueLeader } from './newest-truth';

test('a cluster of the newest parts at first sight: quorum, a cascade, tags, routing and both repositories', async ({
  page,
  lab,
  api,
}) => {
  const { leader, timeline } = await trueLeader(lab);
  const quorum = await quorumStandbys(lab);
  expect(quorum.length, 'both that may lead count for the quorum').toBe(2);
  await page.goto('/');
  await expect(page.getByRole('row').filter({ hasText: 'quorum' }).first()).toContainText('Healthy');

  const overview = new OverviewPage(page, 'quorum');
  await overview.open();
  await expect(overview.verdict).toContainText('Healthy');
  await expect(overview.findings).toContainText('Nothing needs attention.');
  const rows = (await overview.look()).members;
  const roleOf = (name: string) => {
    if (name === leader) return 'Leader';
    return quorum.includes(name) ? 'Quorum standby' : 'Replica';
  };
  expect(rows.map(({ name, role, timeline: on }) => ({ name, role, on }))).toEqual(
    lab.names.members.map((name) => ({ name, role: roleOf(name), on: String(timeline) })),
  );

  const { members, routing, replication } = await api.snapshot();
  const delta = members.find(({ name }) => name === 'delta');
  expect(delta).toMatchObject({
    role: 'replica',
    replicatesFrom: 'bravo',
    tags: { nofailover: true, replicatefrom: 'bravo' },
  });
  for (const member of members) {
    expect(member, member.name).toMatchObject({
      patroni: { status: 'fresh' },
      postgres: { status: 'fresh' },
      patroniVersion: expect.stringMatching(/^4\./),
      postgresVersion: expect.stringMatching(/^18\./),
    });
  }
  await expect(overview.topology).toContainText(/delta Replica of bravo/);
  // Servers are known by their address: their names are not those of members.
  const [edge] = routing.proxies;
  expect(edge?.writes?.servers.filter(({ receives }) => receives).map(({ member }) => member)).toEqual([
    leader,
  ]);
  expect(edge?.reads?.servers.map(({ member }) => member)).toEqual([...lab.names.members]);
  expect(replication.archiver).toMatchObject({ member: leader, failing: false });

  await page.goto('/clusters/quorum/backups');
  await expect(page.getByRole('main')).toContainText('repo1');
  await expect(page.getByRole('main')).toContainText('repo2');
  await waitFor('a write and a read through both ports to be proven', 30_000, async () => {
    const { latest } = (await api.snapshot()).routeProofs;
    const proven = latest.filter(({ outcome }) => outcome === 'proven').map(({ target }) => target);
    if (['edge:writes', 'edge:reads'].every((target) => proven.includes(target))) return true;
    throw new Error(JSON.stringify(latest));
  });
});
