import { expect } from 'playwright/test';
import { Api } from './api';
import { askCluster, replicasOf, trueLeader } from './cluster-truth';
import { HowdahProcess } from './howdah-process';
import { test } from './lab-fixture';
import { OperationPage } from './operation-page';
import { SwitchoverDialog } from './switchover-dialog';
import { waitFor } from './wait';

test('Howdah killed in mid-switchover ends it after its restart with the true outcome, and does nothing twice', async ({
  browser,
  lab,
}) => {
  // More than its waits together, so that the one that is in vain is the one that is told.
  test.setTimeout(330_000);
  const before = await trueLeader(lab);
  const [candidate] = replicasOf(before.leader);
  let howdah = await HowdahProcess.start({ settings: lab.layout.howdahSettings, store: 'folder' });
  const page = await browser.newPage({ baseURL: howdah.url });
  try {
    const api = new Api(howdah.url);
    await waitFor('it to know the cluster', 30_000, async () => (await api.snapshot()).health === 'healthy');
    await page.goto('/clusters/demo');
    const dialog = new SwitchoverDialog(page);
    await dialog.open();
    await dialog.candidate(candidate).check();
    await dialog.confirm(`Switch over to ${candidate}`).click();
    const operation = new OperationPage(page);
    const id = await operation.arrive();
    // Patroni has been asked, or is being asked: the middle from which nobody may start again.
    await waitFor(
      'Patroni to be asked',
      10_000,
      async () => {
        const { steps, status } = await api.operation(id);
        return (
          status === 'running' && steps.some(({ id: step, status: is }) => step === 'ask' && is !== 'pending')
        );
      },
      20,
    );
    await howdah.kill();
    await expect(page.getByRole('alert').filter({ hasText: 'No news from Howdah' })).toBeVisible({
      timeout: 20_000,
    });
    howdah = await howdah.again();

    const ended = await waitFor('the operation to end', 60_000, async () => {
      const found = await api.operation(id);
      if (found.endedAt === null) throw new Error(JSON.stringify(found.steps));
      return found;
    });
    const after = await trueLeader(lab);
    expect(after).toEqual({ leader: candidate, timeline: before.timeline + 1 });
    expect(ended.status).toBe('succeeded');
    expect(ended.result?.facts).toMatchObject({ leader: after.leader, timeline: after.timeline });
    // The page that was open all the while ends on it too.
    await expect(operation.outcome).toContainText(`${candidate} leads on timeline ${after.timeline}`, {
      timeout: 20_000,
    });
    const { operations } = (await api.get('/api/clusters/demo/operations')) as {
      operations: { id: string }[];
    };
    expect(operations.map((one) => one.id)).toEqual([id]);
    const { members } = await askCluster(lab, after.leader);
    expect(Math.max(...members.map(({ timeline }) => timeline ?? 0)), 'nothing was done twice').toBe(
      before.timeline + 1,
    );
  } finally {
    await page.close();
    await howdah.dispose();
  }
});
