import { expect } from 'playwright/test';
import { askEveryPatroni, runningPrimaries, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { OverviewPage, shownLeaders, shownServing } from './overview-page';
import { waitFor } from './wait';
import { firstThat, watch } from './watch';

// It holds what it sees against a clock: nothing else may be at work on the machine meanwhile.
test.describe.configure({ lock: '-exclusive-' });

const everyMs = 200;
const silentWithinMs = 5000;
const shownWithinMs = 3000;

test('a killed leader is not shown as leading after 5 s, never two lead, and the new one is shown at once', async ({
  page,
  lab,
}) => {
  test.setTimeout(150_000);
  const before = await trueLeader(lab);
  const dead = before.leader;
  const overview = new OverviewPage(page);
  await overview.open();

  const truth = watch(everyMs, () => askEveryPatroni(lab));
  const shown = watch(everyMs, () => overview.look());
  const killedAtMs = Date.now();
  lab.kill(dead);
  const crowned = await waitFor('Patroni to promote another', 60_000, async () =>
    firstThat(truth.samples, (selves) => runningPrimaries(selves).some((name) => name !== dead)),
  );
  const after = await trueLeader(lab);
  const seen = await waitFor('the page to show the new leader', 20_000, async () =>
    firstThat(shown.samples, (value) => shownLeaders(value).includes(after.leader)),
  );
  expect(seen.atMs - crowned.atMs, 'ms from Patroni naming a running leader to the page').toBeLessThan(
    shownWithinMs,
  );
  expect(after.timeline).toBe(before.timeline + 1);

  // It comes back as a replica of the new timeline.
  await lab.start(dead);
  await waitFor('the page to show it as a replica', 60_000, async () => {
    const { role, state, timeline } = await overview.member(dead);
    return role === 'Replica' && /^(running|streaming)$/.test(state) && timeline === String(after.timeline);
  });
  const self = (await askEveryPatroni(lab))[dead];
  expect(self).toMatchObject({ role: 'replica', timeline: after.timeline });
  await expect(overview.lately).toContainText(`${dead} is back`);

  const truths = await truth.stop();
  const looks = await shown.stop();
  const backAtMs = firstThat(
    truths.filter((sample) => sample.fromMs > crowned.atMs),
    (selves) => selves[dead] !== null,
  );
  for (const { fromMs, value } of looks) {
    const when = `${fromMs - killedAtMs} ms after the kill: ${JSON.stringify(value)}`;
    expect(shownLeaders(value).length, `two lead ${when}`).toBeLessThan(2);
    if (fromMs - killedAtMs < silentWithinMs) continue;
    expect(shownLeaders(value), `the dead one leads ${when}`).not.toContain(dead);
    if (backAtMs === undefined || fromMs < backAtMs.fromMs) {
      expect(shownServing(value), `the dead one serves ${when}`).not.toContain(dead);
      expect(value.verdict, when).not.toBe('Healthy');
    }
  }
  expect(looks.length, 'it was looked at all the time').toBeGreaterThan((Date.now() - killedAtMs) / 1000);
  // What the page never claimed, the cluster never did either: the test would see it.
  for (const { value } of truths) expect(runningPrimaries(value).length).toBeLessThan(2);

  const events = await overview.openEvents();
  await expect(events).toContainText(`${dead} stopped answering`);
  await expect(events).toContainText(`${after.leader} became leader, timeline ${after.timeline}`);
  await expect(events).toContainText(`${dead} is back`);
});
