import { chmodSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { parse, stringify } from 'yaml';
import { memberNames } from '../lab/members';
import { Api } from './api';
import { replicasOf, trueLeader } from './cluster-truth';
import { HowdahProcess, writeSettings } from './howdah-process';
import { test } from './lab-fixture';
import { findSsh, loseSsh } from './lost-ssh';
import { waitFor } from './wait';
import { blocks, untilBlocked } from './what-blocks';

test('whatever stands in a restore’s way on hosts, in the repository and in Patroni is named, and nothing is touched', async ({
  lab,
  api,
}) => {
  test.setTimeout(240_000);
  const { leader, timeline } = await trueLeader(lab);
  const [replica = ''] = replicasOf(leader);
  const latest = { member: replica, target: { type: 'latest' }, backup: false };
  const free = () =>
    waitFor('nothing to be in its way', 60_000, async () => {
      const found = await blocks(api, latest);
      if (found.length === 0) return true;
      throw new Error(found.join('; '));
    });
  await free();

  await loseSsh(lab, replica);
  expect(await untilBlocked(api, latest, 'target_host')).toContain('ssh');
  await findSsh(lab, replica);
  await free();

  const catalogue = join(lab.layout.repository.backups, 'backup');
  const { mode } = statSync(catalogue);
  renameSync(catalogue, `${catalogue}.away`);
  expect(
    (
      await waitFor('the repository to be in its way', 60_000, async () => {
        const found = await blocks(api, latest);
        return found.length > 0 && found;
      })
    ).join(' '),
  ).toMatch(/(repository|set): /);
  renameSync(`${catalogue}.away`, catalogue);
  chmodSync(catalogue, mode);
  await free();

  const pushes =
    lab.layout.members[leader === 'node1' || leader === 'node2' ? leader : 'node3'].pgbackrestConfig;
  renameSync(pushes, `${pushes}.away`);
  await lab.psql(leader, 'select pg_switch_wal()');
  expect(await untilBlocked(api, latest, 'archiving')).toMatch(/archiv/i);
  renameSync(`${pushes}.away`, pushes);
  await free();

  await lab.stop('etcd');
  expect(await untilBlocked(api, latest, 'dcs')).toContain('etcd');
  await lab.start('etcd');
  await free();

  for (const member of memberNames) lab.freeze(member);
  try {
    expect(await untilBlocked(api, latest, 'patroni')).toMatch(/answer/);
  } finally {
    for (const member of memberNames) lab.thaw(member);
  }
  expect((await trueLeader(lab)).timeline).toBeGreaterThanOrEqual(timeline);
  expect((await api.snapshot()).paused).toBe(false);
});

test('a host that is not configured, and one where Patroni may not be stopped, are named before anything is touched', async ({
  lab,
}) => {
  const { leader } = await trueLeader(lab);
  const [replica = '', other = ''] = replicasOf(leader);
  const latest = { member: replica, target: { type: 'latest' }, backup: false };
  const settings = parse(readFileSync(lab.layout.howdahSettings, 'utf8'));
  // What a member without sudo for it, and one that was forgotten, look like.
  delete settings.clusters[0].hosts[replica].patroniService;
  delete settings.clusters[0].hosts[other];
  const howdah = await HowdahProcess.start({ settings: writeSettings(stringify(settings)) });
  try {
    const own = new Api(howdah.url);
    await waitFor('it to know the cluster', 30_000, async () => (await own.snapshot()).leader === leader);
    expect(await untilBlocked(own, latest, 'service')).toContain(replica);
    expect(await untilBlocked(own, latest, 'hosts')).toContain(other);
    await expect(own.startRestore(latest)).rejects.toThrow(/412/);
  } finally {
    await howdah.dispose();
  }
});
