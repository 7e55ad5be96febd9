import { expect } from 'playwright/test';
import { operationSchema } from '@/lib/contract/operations';
import { Api } from '../api';
import { OverviewPage } from '../overview-page';
import { untilEnded } from '../restored';
import { waitFor } from '../wait';
import { test } from './newest-fixture';
import { tell, trueLeader } from './newest-truth';

test.use({ shape: 'standby-cluster' });

test('a standby cluster is seen as one, switches over, and goes on following its source', async ({
  page,
  lab,
  stage,
}) => {
  const away = new Api(stage.howdah.url, 'away');
  const { leader } = await trueLeader(lab, 'away');
  const other = leader === 'north' ? 'south' : 'north';
  const overview = new OverviewPage(page, 'away');
  await overview.open();
  await expect(overview.verdict).toContainText('Healthy');
  const roles = (await away.snapshot()).members.map(({ name, role }) => [name, role]);
  expect(Object.fromEntries(roles)).toEqual({ [leader]: 'standby_leader', [other]: 'replica' });

  const { checks, blocked } = await away.plan('restore', { member: leader, target: { type: 'latest' } });
  expect(blocked).toBe(true);
  expect(checks.filter(({ level }) => level === 'block').map(({ id }) => id)).toContain('standby_cluster');

  const body = { kind: 'switchover', input: { candidate: other } };
  const operation = operationSchema.parse(await away.post('/api/clusters/away/operations', body));
  const ended = await untilEnded(away, operation.id);
  expect(ended.status, ended.error ?? '').toBe('succeeded');
  expect((await trueLeader(lab, 'away')).leader).toBe(other);
  await tell(lab, 'create table moved as select 1 as one');
  await waitFor('what the source writes to reach both', 60_000, async () => {
    const found = await Promise.all(
      ['north', 'south'].map((name) => lab.psql(name, 'select one from moved')),
    );
    return found.join() === '1,1';
  });
});

test('a standby cluster that is cut off from its source is not healthy', async ({ lab, stage }) => {
  const away = new Api(stage.howdah.url, 'away');
  await lab.stop('haproxy');
  try {
    await waitFor('Howdah to say that it is cut off', 60_000, async () => {
      const { health, findings } = await away.snapshot();
      if (health !== 'healthy' && findings.length > 0) return true;
      throw new Error(`it is ${health}`);
    });
  } finally {
    await lab.start('haproxy');
  }
});
