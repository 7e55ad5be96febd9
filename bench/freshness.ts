import type { Browser } from 'playwright';
import type { Lab } from '@/lab/lab';
import { type BenchResult, median, milliseconds } from './figures';
import { patroniAuthorization, patroniCluster, waitUntil } from './lab';
import { momentWhen } from './page-moment';

const changes = 20;
const patroniEveryMs = 10;

/** From Patroni's own answer changing to the page showing it. */
export async function measureFreshness(lab: Lab, url: string, browser: Browser): Promise<BenchResult> {
  const page = await browser.newPage();
  await page.goto(`${url}/clusters/demo`);
  await page.getByText('Healthy', { exact: true }).first().waitFor();
  const took: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    const pause = change % 2 === 0;
    // Set up before the change; it resolves with the page's own clock, which is this machine's.
    const shown = momentWhen(
      page,
      `/Patroni is paused/.test(document.querySelector('main')?.textContent ?? '') === ${pause}`,
    );
    const patched = await fetch(`${lab.patroniUrl('node1')}/config`, {
      method: 'PATCH',
      headers: { authorization: patroniAuthorization(lab), 'content-type': 'application/json' },
      body: JSON.stringify({ pause: pause ? true : null }),
    });
    if (!patched.ok) throw new Error(`Patroni answered ${patched.status} to the change`);
    await waitUntil(
      'Patroni says so',
      async () => ((await patroniCluster(lab)).pause === true) === pause,
      patroniEveryMs,
      30_000,
    );
    const saidAtMs = Date.now();
    took.push(Math.max(0, (await shown) - saidAtMs));
    // So that changes fall on every part of Howdah's second.
    await new Promise((resolve) => setTimeout(resolve, 500 + ((change * 137) % 1000)));
  }
  await page.close();
  return {
    title: 'From Patroni’s answer to the page',
    method: `${changes} times Patroni is paused or resumed; from the first GET /cluster (asked every ${patroniEveryMs} ms) that says so to the frame in which an open overview says so.`,
    figures: [
      { name: 'median', value: milliseconds(median(took)), limit: '≤ 1 s', kept: median(took) <= 1000 },
      {
        name: `worst of ${changes}`,
        value: milliseconds(Math.max(...took)),
        limit: '≤ 2.5 s',
        kept: Math.max(...took) <= 2500,
      },
    ],
  };
}
