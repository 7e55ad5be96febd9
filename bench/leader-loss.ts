import type { Browser } from 'playwright';
import { settleArchive } from '@/e2e/settle-archive';
import type { Lab } from '@/lab/lab';
import { memberNames } from '@/lab/members';
import { type BenchResult, median, milliseconds } from './figures';
import { isWhole, waitUntil } from './lab';
import { momentWhen, rowSays } from './page-moment';

const rounds = 3;
const askEveryMs = 20;

/** A leader killed with SIGKILL: when the page stops showing it, and when it shows the next. */
export async function measureLeaderLoss(lab: Lab, url: string, browser: Browser): Promise<BenchResult> {
  const silent: number[] = [];
  const crowned: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await waitUntil('the cluster is whole', () => isWhole(lab), 200, 120_000);
    await settleArchive(lab);
    const page = await browser.newPage();
    await page.goto(`${url}/clusters/demo`);
    await page.getByText('Healthy', { exact: true }).first().waitFor({ timeout: 60_000 });
    const [leader] = await primaries(lab);
    if (leader === undefined) throw new Error('nobody leads');
    const shownSilent = momentWhen(page, rowSays(leader, /unreachable/));
    const killedAtMs = Date.now();
    lab.kill(leader);
    silent.push((await shownSilent) - killedAtMs);
    let next: string | undefined;
    await waitUntil(
      'another leads',
      async () => {
        [next] = (await primaries(lab)).filter((name) => name !== leader);
        return next !== undefined;
      },
      askEveryMs,
      120_000,
    );
    const leadsAtMs = Date.now();
    const shownLeading = await momentWhen(page, rowSays(next ?? '', /Leader.*running/));
    crowned.push(Math.max(0, shownLeading - leadsAtMs));
    await page.close();
    await lab.start(leader);
  }
  await waitUntil('the cluster is whole', () => isWhole(lab), 200, 120_000);
  // A killed leader may have left WAL that cannot be archived: whoever measures next begins on a healthy cluster.
  await settleArchive(lab);
  return {
    title: 'A killed leader on the page',
    method: `${rounds} times the leader is killed with an overview open: from SIGKILL to the frame that shows it unreachable, and from the first answer of a Patroni (asked every ${askEveryMs} ms) that it runs as primary to the frame that shows it leading; medians.`,
    figures: [
      figureOf('killed until shown unreachable', silent, 5_000),
      figureOf('promoted until shown leading', crowned, 3_000),
    ],
  };
}

function figureOf(name: string, took: readonly number[], limitMs: number) {
  const value = `${milliseconds(median(took))}, at most ${milliseconds(Math.max(...took))}`;
  return { name, value, limit: `median ≤ ${limitMs / 1000} s`, kept: median(took) <= limitMs };
}

/** Who runs as primary, by each Patroni's own word. */
async function primaries(lab: Lab) {
  const asked = await Promise.all(
    memberNames.map(async (name) => {
      try {
        const answer = await fetch(`${lab.patroniUrl(name)}/patroni`, { signal: AbortSignal.timeout(1000) });
        const { role, state } = (await answer.json()) as { role: string; state: string };
        return (role === 'master' || role === 'primary') && state === 'running' ? [name] : [];
      } catch {
        return [];
      }
    }),
  );
  return asked.flat();
}
