import type { Browser } from 'playwright';
import type { BenchResult } from './figures';

const limitBytes = 200_000;
const peerBytes = 437_000;

/** Bytes of JavaScript that a first visit to the overview loads, as they cross the wire. */
export async function measurePageWeight(url: string, browser: Browser): Promise<BenchResult> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const scripts = new Map<string, { url: string; encoding: string; bytes: number }>();
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type !== 'Script') return;
    const encoding = Object.entries(response.headers).find(
      ([name]) => name.toLowerCase() === 'content-encoding',
    );
    scripts.set(requestId, { url: response.url, encoding: encoding?.[1] ?? 'none', bytes: 0 });
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId);
    if (script !== undefined) script.bytes = encodedDataLength;
  });
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') bodies.push(response.text().catch(() => ''));
  });
  await page.goto(`${url}/clusters/demo`, { waitUntil: 'networkidle', timeout: 10_000 }).catch(() => {
    // The live stream never ends, so the network is never idle; what the first load needs is in by then.
  });
  const sizes = [...scripts.values()];
  const total = sizes.reduce((sum, script) => sum + script.bytes, 0);
  const charts = (await Promise.all(bodies)).filter((body) => body.includes('recharts-')).length;
  const unpacked = sizes.filter((script) => script.encoding === 'none' && script.bytes > 2000).length;
  await context.close();
  return {
    title: 'JavaScript of the overview’s first load',
    method: `A new browser context opens the overview; encodedDataLength of every script in ten seconds, headers included (${sizes.length} scripts, ${unpacked} of them not compressed). The nearest peer’s figure is 437 kB.`,
    figures: [
      {
        name: 'JavaScript, gzipped',
        value: `${(total / 1000).toFixed(0)} kB`,
        limit: '≤ 200 kB',
        kept: total <= limitBytes,
      },
      { name: 'part of the peer’s', value: (total / peerBytes).toFixed(2), limit: '', kept: true },
      { name: 'scripts with charts in them', value: String(charts), limit: '0', kept: charts === 0 },
    ],
  };
}
