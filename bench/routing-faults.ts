import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { parse, stringify } from 'yaml';
import { haproxyFaults } from '@/e2e/haproxy-faults';
import { SecondHaproxy } from '@/e2e/second-haproxy';
import type { Lab } from '@/lab/lab';
import { memberNames } from '@/lab/members';
import { type BenchResult, median, milliseconds } from './figures';
import { startHowdah } from './howdah';
import { isWhole, patroniAuthorization, patroniCluster, waitUntil } from './lab';
import { disagreementSays, momentWhen } from './page-moment';

const rounds = 3;
const switchovers = 5;
const limitMs = 5_000;
/** A finding of this kind during a switchover at its normal pace would be a false alarm. */
const flaps = /^(writes-misrouted|write-astray|replica-unused|member-missing|stale-server|reads-on-leader):/;

/** How soon the page names what is wrong with HAProxy, and what it names though nothing is. */
export async function measureRoutingFaults(lab: Lab, browser: Browser): Promise<BenchResult> {
  const second = new SecondHaproxy(lab);
  const settings = parse(readFileSync(lab.layout.howdahSettings, 'utf8'));
  settings.clusters[0].haproxy.push(second.settings('second'));
  const folder = mkdtempSync(join(tmpdir(), 'howdah-bench-settings-'));
  const file = join(folder, 'howdah.yaml');
  writeFileSync(file, stringify(settings));
  await second.serve();
  const howdah = await startHowdah(file);
  const page = await browser.newPage();
  try {
    await page.goto(`${howdah.url}/clusters/demo/routing`);
    const stopped: number[] = [];
    const misled: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await untilAgree(page);
      const shown = momentWhen(page, disagreementSays('haproxy does not answer'));
      const stoppedAtMs = Date.now();
      await lab.stop('haproxy');
      stopped.push((await shown) - stoppedAtMs);
      await lab.start('haproxy');
      misled.push(...(await eachFault(lab, page, second)));
    }
    const called = await whileSwitchingOver(lab, howdah.url);
    return {
      title: 'What is wrong with HAProxy, on the page',
      method: `${rounds} times HAProxy is stopped, and ${rounds} times a second one is given each of ${misled.length / rounds} faults: from asking for it to the frame of an open page of routing that names it; medians. Then ${switchovers} switchovers by Patroni, and every finding of a disagreement meanwhile counted.`,
      figures: [
        figureOf('HAProxy stopped', stopped),
        figureOf('a fault of the second', misled),
        {
          name: `disagreements called in ${switchovers} switchovers`,
          value: called.length === 0 ? '0' : `${called.length}: ${called.join(', ')}`,
          limit: '0',
          kept: called.length === 0,
        },
      ],
    };
  } finally {
    await page.close();
    await howdah.stop();
    await second.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

function figureOf(name: string, took: readonly number[]) {
  const value = `${milliseconds(median(took))}, at most ${milliseconds(Math.max(...took))}`;
  return { name, value, limit: `median ≤ ${limitMs / 1000} s`, kept: median(took) <= limitMs };
}

async function untilAgree(page: Page): Promise<void> {
  await page
    .getByRole('region', { name: 'Disagreements' })
    .getByText('agrees with Patroni')
    .waitFor({ timeout: 120_000 });
}

async function eachFault(lab: Lab, page: Page, second: SecondHaproxy): Promise<number[]> {
  const { leader, replica } = await whoIsWho(lab);
  const took: number[] = [];
  for (const [title, change] of haproxyFaults(leader, replica, second.host)) {
    await untilAgree(page);
    const shown = momentWhen(page, disagreementSays(title));
    const changedAtMs = Date.now();
    await second.serve(change);
    took.push((await shown) - changedAtMs);
    await second.serve();
  }
  return took;
}

async function whoIsWho(lab: Lab) {
  await waitUntil('the cluster is whole', () => isWhole(lab), 200, 120_000);
  const { members } = await patroniCluster(lab);
  const leads = (name: string) => members.some((one) => one.name === name && one.role === 'leader');
  const leader = memberNames.find(leads);
  const replica = memberNames.find((name) => !leads(name));
  if (leader === undefined || replica === undefined) throw new Error('nobody leads');
  return { leader, replica };
}

async function whileSwitchingOver(lab: Lab, url: string): Promise<string[]> {
  const called = new Set<string>();
  for (let done = 0; done < switchovers; done += 1) {
    const { leader, replica } = await whoIsWho(lab);
    const answer = await fetch(`${lab.patroniUrl(leader)}/switchover`, {
      method: 'POST',
      headers: { authorization: patroniAuthorization(lab), 'content-type': 'application/json' },
      body: JSON.stringify({ leader, candidate: replica }),
    });
    if (!answer.ok) throw new Error(`Patroni answered ${answer.status} to the switchover`);
    await waitUntil(
      'the switchover is over',
      async () => {
        const { leader: shown, findings } = (await (await fetch(`${url}/api/clusters/demo`)).json()) as {
          leader: string | null;
          findings: { id: string }[];
        };
        for (const { id } of findings) if (flaps.test(id)) called.add(`${done + 1}: ${id}`);
        return shown === replica && (await isWhole(lab, replica));
      },
      200,
      120_000,
    );
  }
  return [...called];
}
