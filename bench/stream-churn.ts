import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchResult } from './figures';
import { startHowdah } from './howdah';

const streams = 50_000;
const clients = 20;
const heapMb = 300;
/** What Howdah may hold more after the second half than after the first: caches fill, garbage waits. */
const growthLimitMb = 40;

/** Live streams opened and closed, one after the other, in a process with a small heap: it goes on, and grows no more. */
export async function measureStreamChurn(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'howdah-churn-'));
  const settings = join(folder, 'howdah.yaml');
  // Nobody answers there: what is looked at is the streams alone.
  writeFileSync(settings, 'clusters:\n  - name: silent\n    patroni:\n      urls: [http://127.0.0.1:9]\n');
  const howdah = await startHowdah(settings, { NODE_OPTIONS: `--max-old-space-size=${heapMb}` });
  try {
    await churn(howdah.url, streams / 10);
    await churn(howdah.url, streams / 2);
    const half = residentMb(howdah.pid);
    await churn(howdah.url, streams / 2);
    const whole = residentMb(howdah.pid);
    return {
      title: 'Live streams opened and closed',
      method: `${clients} clients open and close ${streams.toLocaleString('en-GB')} streams in all, after ${(streams / 10).toLocaleString('en-GB')} to warm up, at a Howdah with --max-old-space-size=${heapMb}; the memory of its process from /proc.`,
      figures: [
        { name: 'memory after half of them', value: `${half} MB`, limit: '', kept: true },
        { name: 'memory after all', value: `${whole} MB`, limit: '', kept: true },
        {
          name: 'growth in the second half',
          value: `${whole - half} MB`,
          limit: `≤ ${growthLimitMb} MB`,
          kept: whole - half <= growthLimitMb,
        },
      ],
    };
  } finally {
    await howdah.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function churn(url: string, count: number): Promise<void> {
  let left = count;
  const client = async () => {
    const agent = new Agent({ keepAlive: false });
    while (left > 0) {
      left -= 1;
      await openAndClose(url, agent);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

/** Waits for its first bytes: before them there is no stream yet. */
function openAndClose(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const asking = get(`${url}/api/live`, { agent }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`a stream was answered with ${answer.statusCode}`));
      answer.once('data', () => asking.destroy());
      answer.once('close', resolve);
      answer.once('error', () => resolve());
    });
    asking.once('error', (error) => (asking.destroyed ? resolve() : reject(error)));
  });
}

function residentMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN) / 1024);
}
