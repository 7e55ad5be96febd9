import { expect } from 'playwright/test';
import { askEveryPatroni, runningPrimaries, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { OverviewPage, shownLeaders, shownServing } from './overview-page';
import { setPace, settlePace } from './patroni-pace';
import { waitFor } from './wait';
import { firstThat, watch } from './watch';

/** Patroni's defaults: what most clusters live by. */
const usualPace = { ttl: 30, loop_wait: 10, retry_timeout: 10 };
const everyMs = 200;
/** For what is certain to come. How soon it comes is measured in bench/. */
const patienceMs = 120_000;

test('a killed leader is shown silent, not leading, as long as it lies dead; never do two lead; the new one is shown', async ({
  page,
  lab,
}) => {
  test.setTimeout(420_000);
  await setPace(lab, usualPace);
  try {
    const before = await trueLeader(lab);
    const dead = before.leader;
    const overview = new OverviewPage(page);
    await overview.open();

    const truth = watch(everyMs, () => askEveryPatroni(lab));
    const shown = watch(everyMs, () => overview.look());
    lab.kill(dead);
    const silent = await waitFor('the page to show it silent', patienceMs, async () =>
      firstThat(shown.samples, ({ members }) =>
        members.some(({ name, state }) => name === dead && state.startsWith('unreachable')),
      ),
    );
    await waitFor('Patroni to promote another', patienceMs, async () =>
      firstThat(truth.samples, (selves) => runningPrimaries(selves).some((name) => name !== dead)),
    );
    const after = await trueLeader(lab);
    await waitFor('the page to show the new leader', patienceMs, async () =>
      firstThat(shown.samples, (value) => shownLeaders(value).includes(after.leader)),
    );
    expect(after.timeline).toBe(before.timeline + 1);

    // It comes back as a replica of the new timeline.
    const raisedAtMs = Date.now();
    await lab.start(dead);
    await waitFor('the page to show it as a replica', patienceMs, async () => {
      const { role, state, timeline } = await overview.member(dead);
      return role === 'Replica' && /^(running|streaming)$/.test(state) && timeline === String(after.timeline);
    });
    const self = (await askEveryPatroni(lab))[dead];
    expect(self).toMatchObject({ role: 'replica', timeline: after.timeline });
    await expect(overview.lately).toContainText(`${dead} is back`, { timeout: patienceMs });

    const truths = await truth.stop();
    const looks = await shown.stop();
    for (const { fromMs, value } of looks) {
      const when = `${fromMs - silent.fromMs} ms after it was seen silent: ${JSON.stringify(value)}`;
      expect(shownLeaders(value).length, `two lead ${when}`).toBeLessThan(2);
      if (fromMs >= silent.fromMs)
        expect(shownLeaders(value), `the dead one leads ${when}`).not.toContain(dead);
    }
    const meanwhile = looks.filter(({ fromMs, atMs }) => fromMs >= silent.fromMs && atMs < raisedAtMs);
    expect(meanwhile.length, 'it was looked at while it lay dead').toBeGreaterThan(1);
    for (const { value } of meanwhile) {
      expect(shownServing(value), JSON.stringify(value)).not.toContain(dead);
      expect(value.verdict).not.toBe('Healthy');
    }
    // What the page never claimed, the cluster never did either: the test would see it.
    for (const { value } of truths) expect(runningPrimaries(value).length).toBeLessThan(2);

    const events = await overview.openEvents();
    await expect(events).toContainText(`${dead} stopped answering`);
    await expect(events).toContainText(`${after.leader} became leader, timeline ${after.timeline}`);
    await expect(events).toContainText(`${dead} is back`);
  } finally {
    await settlePace(lab);
  }
});
