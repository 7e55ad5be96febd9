import { expect, test } from 'vitest';
import { readBackupOptions } from './backup-options';

const settings = { host: 'repo', stanza: 'demo', config: '/etc/pgbackrest.conf' };

/** As pgBackRest 2.45 wrote it, with `backup-standby=y` in its configuration. */
const help = (told: string) => `pgBackRest 2.45 - 'backup' command - 'backup-standby' option help

Backup from the standby cluster.

Enable backup from standby to reduce load on the primary cluster. This option
requires that both the primary and standby hosts be configured.

${told}
`;

const asking = (stdout: string, exitCode = 0) =>
  readBackupOptions(async () => ({ ok: true, value: { stdout, stderr: '', exitCode }, atMs: 1 }), settings, {
    timeoutMs: 1000,
  });

test('what the configuration says goes before the default', async () => {
  expect(await asking(help('current: true\ndefault: n'))).toMatchObject({
    ok: true,
    value: { version: '2.45', standby: 'y' },
  });
  expect(await asking(help('default: n'))).toMatchObject({ value: { standby: 'n' } });
  expect(await asking(help('current: prefer\ndefault: n'))).toMatchObject({ value: { standby: 'prefer' } });
});

test('what is not told is not known', async () => {
  expect(await asking('usage: pgbackrest')).toMatchObject({
    ok: true,
    value: { version: null, standby: null },
  });
  expect(await asking('', 127)).toMatchObject({ ok: false, kind: 'command_failed' });
});
