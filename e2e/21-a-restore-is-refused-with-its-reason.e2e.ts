import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { Lab } from '../lab/lab';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { changePatroni } from './patroni-change';
import { RestoreDialog } from './restore-page';
import { waitFor } from './wait';
import { blocks, untilBlocked } from './what-blocks';

async function oneWal(lab: Lab): Promise<string> {
  const archive = join(lab.layout.repository.backups, 'archive', 'demo', '15-1');
  const [folder = ''] = readdirSync(archive)
    .filter((name) => /^[0-9A-F]{16}$/.test(name))
    .sort()
    .reverse();
  const segments = readdirSync(join(archive, folder))
    .filter((name) => /^[0-9A-F]{24}-/.test(name))
    .sort();
  const last = segments.at(-1);
  if (last === undefined) throw new Error('there is no WAL');
  return join(archive, folder, last);
}

test('a restore that would fail or lose data is refused before anything is touched, and says why', async ({
  page,
  lab,
  api,
}) => {
  test.setTimeout(150_000);
  const { leader } = await trueLeader(lab);
  const [replica = '', other = 'node3'] = replicasOf(leader);
  const aim = (target: unknown, more = {}) => ({ member: replica, target, backup: false, ...more });
  const now = new Date().toISOString();
  const latest = aim({ type: 'latest' });

  expect(await blocks(api, latest), 'nothing is in its way').toEqual([]);
  const later = new Date(Date.now() + 3_600_000).toISOString();
  expect((await blocks(api, aim({ type: 'time', at: later }))).join()).toMatch(
    /target: .*future|target: .*not come/i,
  );
  expect((await blocks(api, aim({ type: 'time', at: '2020-01-01T00:00:00Z' }))).join()).toMatch(
    /^(set|target): /,
  );
  expect((await blocks(api, aim({ type: 'time', at: now }, { set: '20200101-000000F' }))).join()).toMatch(
    /^set: /,
  );
  expect((await blocks(api, aim({ type: 'latest' }, { timeline: 999 }))).join()).toMatch(/^timeline: .*999/);

  // Input that is none at all names its field.
  await expect(
    api.plan('restore', { member: replica, target: { type: 'xid', xid: 'seven' } }),
  ).rejects.toThrow(/400.*input\.target\.xid/s);
  await expect(api.plan('restore', { member: 'node9', target: { type: 'latest' } })).rejects.toThrow(
    /404.*node9/s,
  );

  // WAL that is gone from the repository, between a backup and the target.
  await lab.psql(leader, 'select pg_switch_wal()');
  const wal = await waitFor('a segment after the backup', 20_000, () => oneWal(lab));
  await lab.psql(
    leader,
    'create table if not exists gone (i int); insert into gone values (1); select pg_switch_wal()',
  );
  await waitFor('the next segment', 20_000, async () => (await oneWal(lab)) !== wal);
  renameSync(wal, `${wal}.away`);
  try {
    expect(await untilBlocked(api, aim({ type: 'time', at: new Date().toISOString() }), 'wal')).toMatch(
      /is not in the repository/,
    );
  } finally {
    renameSync(`${wal}.away`, wal);
  }

  await changePatroni(lab, leader, 'PATCH', 'config', { pause: true });
  expect(await untilBlocked(api, latest, 'paused')).toContain('patronictl resume');
  await changePatroni(lab, leader, 'PATCH', 'config', { pause: null });

  const fallen = other === 'node1' || other === 'node2' ? other : 'node3';
  await lab.stop(fallen);
  expect(await untilBlocked(api, latest, 'everywhere')).toContain(`${fallen}: Patroni does not answer`);
  await lab.start(fallen);
  await waitFor(
    'nothing to be in its way any more',
    45_000,
    async () => (await blocks(api, latest)).length === 0,
  );

  // The dialog says it where the button is, and cannot be started.
  const dialog = new RestoreDialog(page);
  await dialog.openFromLink({
    target: { type: 'time', at: '2020-01-01T00:00:00.000Z' },
    timeline: null,
    set: null,
    repository: null,
  });
  await dialog.typeName();
  await expect(dialog.confirm).toBeDisabled();
  await expect(dialog.dialog).toContainText('2020');
});
