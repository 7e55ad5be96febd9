import { expect, it } from 'vitest';
import { restoreCommand } from './restore-command';

const set = {
  stanza: 'demo',
  config: '/etc/pgbackrest/pgbackrest.conf',
  label: '20261122-213210F',
  repository: 1,
};

it('always names the set and the repository', () => {
  expect(restoreCommand(set)).toBe(
    'pgbackrest --config=/etc/pgbackrest/pgbackrest.conf --stanza=demo --repo=1 --set=20261122-213210F --delta restore',
  );
});

it('names no repository to a pgBackRest that knows only one, and no configuration that is the default', () => {
  expect(restoreCommand({ ...set, config: null, repository: null })).toBe(
    'pgbackrest --stanza=demo --set=20261122-213210F --delta restore',
  );
});

it('gives a target in UTC, whatever zone it was meant in, with the timeline that contained it', () => {
  const at = new Date('2026-11-22T17:32:10.250+07:00');
  expect(
    restoreCommand({
      ...set,
      config: null,
      aim: { target: { type: 'time', at: at.toISOString() }, timeline: 10, action: 'pause' },
    }),
  ).toBe(
    "pgbackrest --stanza=demo --repo=1 --set=20261122-213210F --delta --type=time '--target=2026-11-22 10:32:10.250+00' --target-timeline=10 --target-action=pause restore",
  );
});

it('quotes what a shell would read otherwise', () => {
  expect(restoreCommand({ ...set, config: '/etc/my $conf' })).toContain("'--config=/etc/my $conf'");
});
