import type { Browser } from 'playwright';
import type { Lab } from '@/lab/lab';
import { memberNames } from '@/lab/members';
import { type BenchResult, median, milliseconds } from './figures';
import { isWhole, patroniCluster, waitUntil } from './lab';
import { momentWhen, rowSays } from './page-moment';

const rounds = 5;
const looks = 32;
const lookEveryMs = 250;

interface Reading {
  readonly status: string;
  readonly at?: string;
}

interface Snapshot {
  readonly at: string;
  readonly members: readonly {
    readonly name: string;
    readonly patroni: Reading;
    readonly postgres: Reading;
  }[];
  readonly routing: { readonly proxies: readonly { readonly reading: Reading }[] };
}

/** A replica frozen with SIGSTOP: when the page says so, and how old everybody else's readings become meanwhile. */
export async function measureFrozenMember(lab: Lab, url: string, browser: Browser): Promise<BenchResult> {
  const shown: number[] = [];
  const oldest: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await waitUntil('the cluster is whole', () => isWhole(lab), 200, 120_000);
    const page = await browser.newPage();
    await page.goto(`${url}/clusters/demo`);
    await page.getByText('Healthy', { exact: true }).first().waitFor({ timeout: 60_000 });
    const { members } = await patroniCluster(lab);
    const frozen = memberNames.find((name) =>
      members.some((one) => one.name === name && one.role !== 'leader'),
    );
    if (frozen === undefined) throw new Error('there is no replica');
    const moment = momentWhen(page, rowSays(frozen, /unreachable/));
    const frozenAtMs = Date.now();
    lab.freeze(frozen);
    const ages: number[] = [];
    for (let look = 0; look < looks; look += 1) {
      const snapshot = (await (await fetch(`${url}/api/clusters/demo`)).json()) as Snapshot;
      ages.push(...agesIn(snapshot, frozen));
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    shown.push((await moment) - frozenAtMs);
    oldest.push(Math.max(...ages));
    lab.thaw(frozen);
    await page.close();
  }
  return {
    title: 'A frozen replica, and everybody else',
    method: `${rounds} times a replica is frozen for ${(looks * lookEveryMs) / 1000} s with an overview open: from SIGSTOP to the frame that shows it unreachable, median; and the greatest age that a reading of any other member or of HAProxy had in ${looks} snapshots, median of the ${rounds}.`,
    figures: [
      {
        name: 'frozen until shown unreachable',
        value: milliseconds(median(shown)),
        limit: '≤ 5 s',
        kept: median(shown) <= 5_000,
      },
      {
        name: 'oldest reading of the others',
        value: milliseconds(median(oldest)),
        limit: '≤ 3 s',
        kept: median(oldest) <= 3_000,
      },
    ],
  };
}

/** The age of each reading but those of one member; without end where it is not fresh. */
function agesIn({ at, members, routing }: Snapshot, but: string): number[] {
  const readings = [
    ...members.filter(({ name }) => name !== but).flatMap(({ patroni, postgres }) => [patroni, postgres]),
    ...routing.proxies.map(({ reading }) => reading),
  ];
  return readings.map((reading) =>
    reading.status === 'fresh' && reading.at !== undefined
      ? Date.parse(at) - Date.parse(reading.at)
      : Number.POSITIVE_INFINITY,
  );
}
