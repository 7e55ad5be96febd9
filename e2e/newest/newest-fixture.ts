import { test as base } from 'playwright/test';
import { checkedDir } from '../../lab/environment';
import { type NewestLab, newestPace, openNewestLab } from '../../lab/newest/newest-lab';
import { type ShapeName, shapes } from '../../lab/newest/shape';
import { Api } from '../api';
import { HowdahProcess } from '../howdah-process';
import { waitFor } from '../wait';
import { whyNotWhole } from './newest-truth';

/** A lab that runs, and a Howdah on it. */
interface Stage {
  readonly lab: NewestLab;
  readonly howdah: HowdahProcess;
}

interface WorkerFixtures {
  /** Which lab a file wants: `test.use({ shape: 'single' })`. Files of one shape share a lab. */
  readonly shape: ShapeName;
  readonly stage: Stage;
}

interface Fixtures {
  readonly lab: NewestLab;
  /** Of the first cluster of the shape. */
  readonly api: Api;
  /** Each test begins on a lab that is whole, and leaves one: what a failed one left is brought up anew. */
  readonly whole: undefined;
}

const folder = process.env.HOWDAH_LAB_DIR || '/var/tmp/howdah-lab-newest-test';
const address = process.env.HOWDAH_LAB_ADDRESS || '127.0.61.10';
/** A lab that is there is used and stays, so that a test can be written against it. */
const keepsLab = Boolean(process.env.HOWDAH_E2E_KEEP_LAB);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  shape: ['quorum-cascade', { option: true, scope: 'worker' }],
  stage: [
    async ({ shape }, use) => {
      // Playwright ends in good order only by SIGINT: anything else would leave the lab behind.
      for (const name of ['SIGTERM', 'SIGHUP'] as const)
        process.once(name, () => process.kill(process.pid, 'SIGINT'));
      const place = { dir: checkedDir(folder), address, pace: newestPace };
      const lab = openNewestLab(place, shape, say);
      if (!keepsLab) await lab.down();
      try {
        await lab.up();
        const settings = lab.context.layout.howdahSettings;
        const howdah = await HowdahProcess.start({ settings, store: 'folder' });
        say(`Howdah listens on ${howdah.url}`);
        try {
          await use({ lab, howdah });
        } finally {
          await howdah.dispose();
        }
      } finally {
        if (!keepsLab) await lab.down();
      }
    },
    { scope: 'worker', timeout: 900_000 },
  ],
  lab: async ({ stage }, use) => use(stage.lab),
  baseURL: async ({ stage }, use) => use(stage.howdah.url),
  api: async ({ stage, shape }, use) => use(new Api(stage.howdah.url, shapes[shape].clusters[0]?.name)),
  whole: [
    async ({ stage, shape }, use, testInfo) => {
      await untilWhole(stage, shape);
      await use(undefined);
      // After a failure Playwright begins a new process, and with it a new lab.
      if (testInfo.status === testInfo.expectedStatus) await untilWhole(stage, shape);
    },
    { auto: true, timeout: 300_000 },
  ],
});

async function untilWhole({ lab, howdah }: Stage, shape: ShapeName): Promise<void> {
  for (const { name } of shapes[shape].clusters) {
    await waitFor(`the cluster ${name} to be whole`, 120_000, async () => {
      const reason = await whyNotWhole(lab, name);
      if (reason === null) return true;
      throw new Error(reason);
    });
    const api = new Api(howdah.url, name);
    await waitFor(`Howdah to say that ${name} is healthy`, 90_000, async () => {
      const { health, findings, operation } = await api.snapshot();
      if (health === 'healthy' && operation === null) return true;
      throw new Error(`it is ${health}: ${JSON.stringify(operation ?? findings)}`);
    });
  }
}
