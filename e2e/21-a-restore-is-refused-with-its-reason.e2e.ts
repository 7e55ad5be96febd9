import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { parse, stringify } from 'yaml';
import type { Lab } from '../lab/lab';
import { Api } from './api';
import { replicasOf, trueLeader } from './cluster-truth';
import { HowdahProcess, writeSettings } from './howdah-process';
import { test } from './lab-fixture';
import { findSsh, loseSsh } from './lost-ssh';
import { changePatroni, resumePatroni } from './patroni-change';
import { isArchived } from './repository-truth';
import { RestoreDialog } from './restore-page';
import { aMoment } from './restored';
import { waitFor } from './wait';
import { blocks } from './what-blocks';

/** The file of the newest segment in the repository. */
function newestWal(lab: Lab): string {
  const archive = join(lab.layout.repository.backups, 'archive', 'demo', '15-1');
  const [folder = ''] = readdirSync(archive)
    .filter((name) => /^[0-9A-F]{16}$/.test(name))
    .sort()
    .reverse();
  const last = readdirSync(join(archive, folder))
    .filter((name) => isArchived(name))
    .sort()
    .at(-1);
  if (last === undefined) throw new Error('there is no WAL');
  return join(archive, folder, last);
}

async function archiveOneMore(lab: Lab): Promise<string> {
  const { leader } = await trueLeader(lab);
  const before = newestWal(lab);
  await lab.psql(leader, "select pg_logical_emit_message(false, 'more', 'x'); select pg_switch_wal()");
  return waitFor('one more segment', 20_000, async () => {
    const now = newestWal(lab);
    return now === before ? null : now;
  });
}

/** A settings file as the lab's, in which one member may not stop Patroni and another was forgotten. */
function settingsWithout(lab: Lab, service: string, host: string): string {
  const settings = parse(readFileSync(lab.layout.howdahSettings, 'utf8'));
  delete settings.clusters[0].hosts[service].patroniService;
  delete settings.clusters[0].hosts[host];
  return writeSettings(stringify(settings));
}

// One fact from each source; what else blocks, and in which words: lib/domain/restore/judge-restore.test.ts and
// lib/domain/recovery/resolve-restore.test.ts.
test('what stands in a restore’s way in the settings, on hosts, in the repository, in PostgreSQL and in Patroni is named at once, and nothing is touched', async ({
  browser,
  lab,
  api,
}) => {
  test.setTimeout(240_000);
  const before = await trueLeader(lab);
  const { leader } = before;
  const [replica, other] = replicasOf(leader);
  const latest = { member: replica, target: { type: 'latest' }, backup: false };
  expect(await blocks(api, latest), 'nothing is in its way').toEqual([]);

  const undo: (() => unknown)[] = [];
  const takeAway = (file: string) => {
    renameSync(file, `${file}.away`);
    undo.push(() => renameSync(`${file}.away`, file));
  };
  try {
    // The repository: WAL is gone between a backup and the target.
    const wal = await archiveOneMore(lab);
    await archiveOneMore(lab);
    const afterGap = await aMoment();
    await archiveOneMore(lab);
    takeAway(wal);
    // PostgreSQL: its archive command fails.
    takeAway(lab.layout.members[leader].pgbackrestConfig);
    await lab.psql(leader, "select pg_logical_emit_message(false, 'more', 'x'); select pg_switch_wal()");
    // Patroni: one is stopped, the others are paused.
    undo.push(() => lab.start(other));
    await lab.stop(other);
    undo.push(() => resumePatroni(lab));
    await changePatroni(lab, leader, 'PATCH', 'config', { pause: true });
    // A host is not reached, and the settings lack one and the right to stop Patroni on another.
    undo.push(() => findSsh(lab, replica));
    await loseSsh(lab, replica);
    const howdah = await HowdahProcess.start({ settings: settingsWithout(lab, leader, other) });
    undo.push(() => howdah.dispose());

    const own = new Api(howdah.url);
    const wanted = { member: replica, target: { type: 'time', at: afterGap }, backup: false };
    const expected: Readonly<Record<string, RegExp>> = {
      wal: /is not in the repository/,
      archiving: /archiv/i,
      paused: /patronictl resume/,
      everywhere: new RegExp(`${other}: Patroni does not answer`),
      hosts: new RegExp(`${other}: it is not among the hosts`),
      service: new RegExp(`${leader}: `),
      target_host: new RegExp(`${replica} .*ssh`),
    };
    const found = await waitFor('all of it to block', 60_000, async () => {
      const told = await blocks(own, wanted);
      const ids = told.map((text) => text.slice(0, text.indexOf(':')));
      if (Object.keys(expected).every((id) => ids.includes(id))) return told;
      throw new Error(told.join('\n'));
    });
    for (const [id, words] of Object.entries(expected)) {
      expect(found.find((text) => text.startsWith(`${id}: `))).toMatch(words);
    }
    await expect(own.startRestore(wanted)).rejects.toThrow(/412/);

    // The form: the dialog says it where the button is, and cannot be started.
    const page = await browser.newPage({ baseURL: howdah.url });
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
    await page.close();
  } finally {
    for (const step of undo.reverse()) await step();
  }
  await waitFor('nothing to be in its way any more', 60_000, async () => {
    const left = await blocks(api, latest);
    if (left.length === 0) return true;
    throw new Error(left.join('; '));
  });
  expect(await trueLeader(lab), 'nothing was touched').toEqual(before);
});
