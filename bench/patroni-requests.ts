import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Lab } from '@/lab/lab';
import { countingPatroni } from './counting-patroni';
import type { BenchResult } from './figures';
import { startHowdah } from './howdah';

const windowMs = 20_000;
const settleMs = 4000;

/** Requests that Patroni receives while one browser watches, and while fifty do. */
export async function measurePatroniRequests(lab: Lab): Promise<BenchResult> {
  const patroni = await countingPatroni(lab);
  const folder = mkdtempSync(join(tmpdir(), 'howdah-bench-'));
  const settings = parse(readFileSync(lab.layout.howdahSettings, 'utf8'));
  settings.clusters[0].patroni.urls = patroni.urls;
  settings.clusters[0].patroni.members = { networks: ['127.0.0.0/8'] };
  const file = join(folder, 'howdah.yaml');
  writeFileSync(file, stringify(settings), { mode: 0o600 });
  const howdah = await startHowdah(file);
  try {
    const one = await countWith(1, howdah.url, patroni.count);
    const fifty = await countWith(50, howdah.url, patroni.count);
    const ratio = fifty / one;
    return {
      title: 'Requests that Patroni receives',
      method: `A counting HTTP server before each Patroni; ${windowMs / 1000} s with 1 and with 50 watchers, each of which opened the page and holds a live stream.`,
      figures: [
        { name: 'with 1 browser', value: String(one), limit: '', kept: true },
        { name: 'with 50 browsers', value: String(fifty), limit: '', kept: true },
        {
          name: 'ratio',
          value: ratio.toFixed(2),
          limit: '1 (within 5 %, for where the window falls)',
          kept: Math.abs(ratio - 1) <= 0.05,
        },
      ],
    };
  } finally {
    await howdah.stop();
    patroni.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function countWith(watchers: number, url: string, count: () => number): Promise<number> {
  const leaving = new AbortController();
  const streams = Array.from({ length: watchers }, async () => {
    await (await fetch(`${url}/clusters/demo`)).text();
    const stream = await fetch(`${url}/api/live?cluster=demo`, { signal: leaving.signal });
    let bytes = 0;
    for await (const chunk of stream.body ?? []) bytes += chunk.byteLength;
    return bytes;
  });
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const before = count();
  await new Promise((resolve) => setTimeout(resolve, windowMs));
  const received = count() - before;
  leaving.abort();
  const ended = await Promise.allSettled(streams);
  // A stream that ended by itself was not watching, and the figure would be of fewer than it says.
  if (ended.some((one) => one.status === 'fulfilled')) throw new Error('a live stream ended before its time');
  return received;
}
