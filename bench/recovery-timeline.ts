import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright';
import { recoverySchema } from '@/lib/contract/recovery';
import { type BenchResult, median, milliseconds } from './figures';
import { startHowdah } from './howdah';
import { waitUntil } from './lab';

const openings = 7;
const openLimitMs = 1000;
const frameLimitMs = 34;

/** A repository of 10,000 backups and 1,000,000 segments: opened, and moved about in. */
export async function measureRecoveryTimeline(browser: Browser): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'howdah-large-'));
  const pathBefore = process.env.PATH ?? '';
  writeStandIn(folder);
  process.env.PATH = `${folder}${delimiter}${pathBefore}`;
  const howdah = await startHowdah(join(folder, 'howdah.yaml'));
  try {
    const listedMs = await untilListed(howdah.url);
    const answer = await weigh(howdah.url);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const opened: number[] = [];
    for (let opening = 0; opening < openings; opening += 1) opened.push(await open(page, howdah.url));
    const frames = [];
    for (const span of ['all', '24 h']) {
      await page.getByRole('button', { name: span, exact: true }).first().click();
      frames.push({ span, ...(await moveAbout(page)) });
    }
    await page.close();
    return {
      title: 'The recovery timeline of 10,000 backups and 1,000,000 WAL segments',
      method: `A stand-in for pgbackrest prints the repository (four timelines, a thousand gaps) in pgBackRest's own form; parser, index, API and page are Howdah's. Opened: from the navigation until backups are drawn, the median of ${openings}, the archive already listed. Frames: three seconds of panning and zooming by wheel, one step a frame, headless and without a graphics card.`,
      figures: [
        {
          name: 'opened in',
          value: milliseconds(median(opened)),
          limit: `≤ ${milliseconds(openLimitMs)}`,
          kept: median(opened) <= openLimitMs,
        },
        ...frames.map(({ span, medianMs, slowMs }) => ({
          name: `frame while moving (${span}), median and 95th of 100`,
          value: `${milliseconds(medianMs)}, ${milliseconds(slowMs)}`,
          limit: `95th ≤ ${frameLimitMs} ms`,
          kept: slowMs <= frameLimitMs,
        })),
        { name: 'answer of the API', value: answer, limit: '', kept: true },
        {
          name: 'first whole listing, with the stand-in’s own time to print it',
          value: milliseconds(listedMs),
          limit: '',
          kept: true,
        },
      ],
    };
  } finally {
    process.env.PATH = pathBefore;
    await howdah.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeStandIn(folder: string): void {
  const program = fileURLToPath(new URL('./large-repository.ts', import.meta.url));
  const project = fileURLToPath(new URL('..', import.meta.url));
  const command = join(folder, 'pgbackrest');
  // Howdah starts programs in `/`; the stand-in needs the project's folder to find its modules.
  writeFileSync(
    command,
    `#!/bin/sh\ncd '${project}' && exec '${process.execPath}' --import tsx '${program}' "$@"\n`,
  );
  chmodSync(command, 0o755);
  writeFileSync(
    join(folder, 'howdah.yaml'),
    [
      'clusters:',
      '  - name: large',
      '    patroni:',
      '      urls: [http://127.0.0.1:9]',
      '    pgbackrest: { host: here, stanza: large }',
      '    hosts:',
      '      here: { local: true }',
      '',
    ].join('\n'),
  );
}

async function recoveryText(url: string): Promise<string> {
  return (await fetch(`${url}/api/clusters/large/recovery`)).text();
}

async function untilListed(url: string): Promise<number> {
  const startedMs = performance.now();
  await waitUntil(
    'the archive is listed',
    async () => {
      const { repositories } = recoverySchema.parse(JSON.parse(await recoveryText(url)));
      return (repositories[0]?.lanes.length ?? 0) === 4 && repositories[0]?.sets.labels.length === 10_000;
    },
    500,
    120_000,
  );
  return performance.now() - startedMs;
}

async function weigh(url: string): Promise<string> {
  const text = await recoveryText(url);
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
  return `${kilobytes(gzipSync(text).length)} gzipped, ${kilobytes(text.length)} as text`;
}

async function open(page: Page, url: string): Promise<number> {
  await page.goto('about:blank');
  const startedMs = performance.now();
  await page.goto(`${url}/clusters/large/backups`, { waitUntil: 'commit' });
  await page.waitForSelector('[role="slider"] [data-part="backup"]', { state: 'attached', timeout: 30_000 });
  return performance.now() - startedMs;
}

/** Pans there and back and zooms in and out, a step a frame, and answers how long frames took. */
async function moveAbout(page: Page): Promise<{ medianMs: number; slowMs: number }> {
  const framesMs = await page.evaluate(async () => {
    const slider = document.querySelector('[role="slider"]');
    const taken: number[] = [];
    const startMs = performance.now();
    let lastMs = startMs;
    while (lastMs - startMs < 3000) {
      const nowMs = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      taken.push(nowMs - lastMs);
      lastMs = nowMs;
      const way = Math.sin((nowMs - startMs) / 500);
      const zooms = taken.length % 2 === 0;
      slider?.dispatchEvent(
        new WheelEvent('wheel', {
          deltaX: zooms ? 0 : way * 40,
          deltaY: zooms ? way * 30 : 0,
          ctrlKey: zooms,
          clientX: 800,
          bubbles: true,
          cancelable: true,
        }),
      );
    }
    return taken.slice(1);
  });
  const sorted = [...framesMs].sort((a, b) => a - b);
  return { medianMs: median(sorted), slowMs: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN };
}
