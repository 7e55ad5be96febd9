import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright';
import { measureApiSpeed } from './api-speed';
import { measureDrillOutage } from './drill-outage';
import type { BenchResult } from './figures';
import { measureFreshness } from './freshness';
import { measureFrozenMember } from './frozen-member';
import { startHowdah } from './howdah';
import { benchLab, isWhole, waitUntil } from './lab';
import { measureLeaderLoss } from './leader-loss';
import { measurePageWeight } from './page-weight';
import { measurePatroniRequests } from './patroni-requests';
import { measureRecoveryTimeline } from './recovery-timeline';
import { measureRestore } from './restore-time';
import { measureRoutingFaults } from './routing-faults';
import { measureStreamChurn } from './stream-churn';
import { measureSwitchover } from './switchover-time';

const chromiumPath = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);

const lab = benchLab();
const results: BenchResult[] = [];
const only = process.argv.slice(2);

async function take(name: string, measure: () => Promise<BenchResult>): Promise<void> {
  if (only.length > 0 && !only.includes(name)) return;
  console.error(`measuring ${name} …`);
  const result = await measure();
  results.push(result);
  console.log(`\n## ${result.title}\n\n${result.method}\n`);
  for (const figure of result.figures) {
    const verdict =
      figure.limit === '' ? '' : ` (limit ${figure.limit}: ${figure.kept ? 'kept' : 'NOT KEPT'})`;
    console.log(`- ${figure.name}: **${figure.value}**${verdict}`);
  }
}

function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: ['--no-sandbox', '--disable-background-networking'],
  });
}

async function withoutLab(): Promise<void> {
  await take('stream-churn', measureStreamChurn);
  if (only.length > 0 && !only.includes('recovery-timeline')) return;
  const browser = await launchBrowser();
  try {
    await take('recovery-timeline', () => measureRecoveryTimeline(browser));
  } finally {
    await browser.close();
  }
}

async function withLab(): Promise<void> {
  const broughtUp = (await lab.up()) === 'started';
  try {
    await waitUntil('the lab is whole', () => isWhole(lab), 250, 60_000);
    await onLab();
    await take('patroni-requests', () => measurePatroniRequests(lab));
  } finally {
    if (broughtUp) await lab.down();
  }
}

async function onLab(): Promise<void> {
  const howdah = await startHowdah(lab.layout.howdahSettings);
  const browser = await launchBrowser();
  try {
    await take('page-weight', () => measurePageWeight(howdah.url, browser));
    await take('api-speed', () => measureApiSpeed(lab, howdah.url));
    await take('freshness', () => measureFreshness(lab, howdah.url, browser));
    await take('switchover', () => measureSwitchover(lab, howdah.url));
    await take('drill', () => measureDrillOutage(lab, howdah.url));
    await take('frozen-member', () => measureFrozenMember(lab, howdah.url, browser));
    await take('leader-loss', () => measureLeaderLoss(lab, howdah.url, browser));
    await take('routing-faults', () => measureRoutingFaults(lab, browser));
    await take('restore', () => measureRestore(lab, howdah.url));
  } finally {
    await browser.close();
    await howdah.stop();
  }
}

await withoutLab();
if (only.length === 0 || only.some((name) => name !== 'recovery-timeline' && name !== 'stream-churn'))
  await withLab();
process.exitCode = results.every((result) => result.figures.every((figure) => figure.kept)) ? 0 : 1;
