import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'playwright/test';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { OverviewPage, shownServing } from './overview-page';
import { waitFor } from './wait';
import { firstThat, watch } from './watch';

// It holds what it sees against a clock: nothing else may be at work on the machine meanwhile.
test.describe.configure({ lock: '-exclusive-' });

const unreachableWithinMs = 5000;
const freshWithinMs = 3000;
const frozenForMs = 11_000;

test('a frozen member is unreachable within 5 s, all others keep their pace, and it is back when it thaws', async ({
  page,
  lab,
  api,
}) => {
  const { leader } = await trueLeader(lab);
  const [frozen, other] = replicasOf(leader);
  const overview = new OverviewPage(page);
  await overview.open();

  const shown = watch(200, () => overview.look());
  const snapshots = watch(250, () => api.snapshot());
  const frozenAtMs = Date.now();
  expect(lab.freeze(frozen)).toBeGreaterThan(0);
  // The fault itself lasts: nothing is waited for here.
  await sleep(frozenForMs);

  const seen = firstThat(shown.samples, ({ members }) =>
    members.some(({ name, state }) => name === frozen && state.startsWith('unreachable')),
  );
  expect(seen?.atMs ?? Number.POSITIVE_INFINITY, 'the page says so').toBeLessThan(
    frozenAtMs + unreachableWithinMs,
  );
  for (const { fromMs, value } of shown.samples) {
    expect(shownServing(value)).toEqual(expect.arrayContaining([leader, other]));
    if (fromMs > frozenAtMs + unreachableWithinMs) expect(shownServing(value)).not.toContain(frozen);
  }

  const taken = await snapshots.stop();
  for (const { value } of taken) {
    for (const member of value.members.filter(({ name }) => name !== frozen)) {
      for (const reading of [member.patroni, member.postgres]) {
        expect(reading.status, `${member.name} answers`).toBe('fresh');
        if (reading.status !== 'fresh') continue;
        expect(Date.parse(value.at) - Date.parse(reading.at), `age of ${member.name}`).toBeLessThan(
          freshWithinMs,
        );
      }
    }
    for (const { reading } of value.routing.proxies) {
      expect(reading.status === 'fresh' ? Date.parse(value.at) - Date.parse(reading.at) : null).toBeLessThan(
        freshWithinMs,
      );
    }
  }
  // Its figures go on: the leader writes, and its position moves with nearly every second.
  const positions = new Set(
    taken.map(({ value }) => value.members.find(({ name }) => name === leader)?.currentLsn),
  );
  expect(positions.size, 'positions of the leader that were seen').toBeGreaterThan(frozenForMs / 1000 / 2);

  lab.thaw(frozen);
  await waitFor('the page to show it serving again', 20_000, async () =>
    shownServing(await overview.look()).includes(frozen),
  );
  await shown.stop();
  await expect(overview.lately).toContainText(`${frozen} is back`);
});
