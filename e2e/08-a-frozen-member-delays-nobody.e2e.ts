import { expect } from 'playwright/test';
import type { Snapshot } from '@/lib/contract/snapshot';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { OverviewPage, shownServing } from './overview-page';
import { waitFor } from './wait';
import { firstThat, type Sample, watch } from './watch';

/** For what is certain to come. How soon it comes, and at what pace the others go on, is measured in bench/. */
const patienceMs = 60_000;
/** So often everybody else is read anew before the frozen one may thaw. */
const renewals = 6;

/** By whose word, how many different readings of it these snapshots hold. */
function renewalsOf(snapshots: readonly Sample<Snapshot>[]): Map<string, number> {
  const moments = new Map<string, Set<string>>();
  for (const { value } of snapshots) {
    const readings = [
      ...value.members.flatMap(({ name, patroni, postgres }) => [
        [`Patroni of ${name}`, patroni] as const,
        [`PostgreSQL of ${name}`, postgres] as const,
      ]),
      ...value.routing.proxies.map(({ name, reading }) => [name, reading] as const),
    ];
    for (const [who, reading] of readings) {
      const seen = moments.get(who) ?? new Set();
      moments.set(who, seen);
      if (reading.status === 'fresh') seen.add(reading.at);
    }
  }
  return new Map([...moments].map(([who, seen]) => [who, seen.size]));
}

test('a frozen member is shown unreachable while all others are read on and serve, and is back when it thaws', async ({
  page,
  lab,
  api,
}) => {
  test.setTimeout(240_000);
  const { leader } = await trueLeader(lab);
  const [frozen, other] = replicasOf(leader);
  const overview = new OverviewPage(page);
  await overview.open();

  const shown = watch(200, () => overview.look());
  const snapshots = watch(250, () => api.snapshot());
  expect(lab.freeze(frozen)).toBeGreaterThan(0);
  const seen = await waitFor('the page to say so', patienceMs, async () =>
    firstThat(shown.samples, ({ members }) =>
      members.some(({ name, state }) => name === frozen && state.startsWith('unreachable')),
    ),
  );
  const others = [
    ...[leader, other].flatMap((name) => [`Patroni of ${name}`, `PostgreSQL of ${name}`]),
    'haproxy',
  ];
  const meanwhile = () => snapshots.samples.filter(({ fromMs }) => fromMs >= seen.fromMs);
  await waitFor('all others to be read on', patienceMs, async () => {
    const read = renewalsOf(meanwhile());
    const late = others.filter((who) => (read.get(who) ?? 0) < renewals);
    if (late.length === 0) return true;
    throw new Error(`${late.join(', ')}: ${JSON.stringify([...read])}`);
  });
  // The figures themselves go on: the leader writes.
  const positionsOf = (samples: readonly Sample<Snapshot>[]) =>
    new Set(samples.map(({ value }) => value.members.find(({ name }) => name === leader)?.currentLsn));
  await waitFor(
    'the leader to move on',
    patienceMs,
    async () => positionsOf(meanwhile()).size >= renewals / 2,
  );
  const thawedAtMs = Date.now();
  lab.thaw(frozen);

  const looks = shown.samples.filter(({ atMs }) => atMs < thawedAtMs);
  for (const { fromMs, value } of looks) {
    expect(shownServing(value)).toEqual(expect.arrayContaining([leader, other]));
    if (fromMs >= seen.fromMs) expect(shownServing(value)).not.toContain(frozen);
  }
  const taken = (await snapshots.stop()).filter(
    ({ fromMs, atMs }) => fromMs >= seen.atMs && atMs < thawedAtMs,
  );
  for (const { value } of taken) {
    const self = value.members.find(({ name }) => name === frozen);
    expect(self?.patroni.status, 'nothing is read from the frozen one').toBe('unreachable');
  }

  await waitFor('the page to show it serving again', patienceMs, async () =>
    shownServing(await overview.look()).includes(frozen),
  );
  await shown.stop();
  await expect(overview.lately).toContainText(`${frozen} is back`, { timeout: patienceMs });
});
