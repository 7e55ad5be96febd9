import { test as base } from 'playwright/test';
import type { Lab } from '../lab/lab';
import { Api } from './api';
import { findEverySsh } from './lost-ssh';
import { settlePace } from './patroni-pace';
import { howdahUrl, testLab } from './place';
import { repair } from './repair';
import { settleArchive } from './settle-archive';
import { waitFor } from './wait';

interface Fixtures {
  readonly lab: Lab;
  /** The API of the Howdah that serves the whole run. */
  readonly api: Api;
  /** Each test begins on a cluster that is whole, and Howdah says so; one that leaves it otherwise has failed itself. */
  readonly whole: undefined;
}

/** After a failure Playwright goes on in a new process, which knows nothing. */
let isKnownWhole = false;

export const test = base.extend<Fixtures>({
  // Playwright reads from the pattern which fixtures one needs, so there must be a pattern.
  lab: async ({ browserName: _ }, use) => use(testLab()),
  api: async ({ browserName: _ }, use) => use(new Api(howdahUrl())),
  baseURL: async ({ browserName: _ }, use) => use(howdahUrl()),
  whole: [
    async ({ lab, api }, use, testInfo) => {
      if (!isKnownWhole) await makeWhole(lab, api);
      isKnownWhole = false;
      await use(undefined);
      // One that failed half-way must not take those after it along; one that passed has left nothing.
      if (testInfo.status !== testInfo.expectedStatus) await discardWaiting(lab, api);
      await makeWhole(lab, api);
      isKnownWhole = true;
    },
    { auto: true, timeout: 300_000 },
  ],
});

/** Discards the operation that waits at a gate for a person who does not come any more. */
async function discardWaiting(lab: Lab, api: Api): Promise<void> {
  // Its hosts are needed for that; whether Patroni runs there is the operation's own business.
  await findEverySsh(lab);
  const { operation } = await api.snapshot();
  if (operation?.status !== 'waiting') return;
  await api.decide(operation.id, { decision: 'discard' });
  await waitFor('what a failed test left to be put back', 120_000, async () => {
    return (await api.operation(operation.id)).endedAt !== null;
  });
}

async function makeWhole(lab: Lab, api: Api): Promise<void> {
  await repair(lab);
  await settlePace(lab);
  await settleArchive(lab);
  await waitFor('Howdah to say that the cluster is healthy', 60_000, async () => {
    const { health, findings, operation } = await api.snapshot();
    if (health === 'healthy' && operation === null) return true;
    throw new Error(`it is ${health}: ${JSON.stringify(operation ?? findings)}`);
  });
}
