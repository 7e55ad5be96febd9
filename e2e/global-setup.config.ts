import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../lab/lab';
import { HowdahProcess } from './howdah-process';
import { projectFolder, tellHowdahUrl, testLab } from './place';
import { untilWhole } from './repair';

/** A lab that an earlier run left is taken down first, unless this says that it may be used. */
const keepsLab = Boolean(process.env.HOWDAH_E2E_KEEP_LAB);
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** One lab and one Howdah for the whole run; what it answers ends both, whatever the tests came to. */
export default async function setUp(): Promise<() => Promise<void>> {
  if (!existsSync(join(projectFolder, '.next', 'BUILD_ID'))) {
    throw new Error('Howdah is not built: run "npm run build" first');
  }
  const lab = testLab(say);
  let howdah: HowdahProcess | undefined;
  const tearDown = async () => {
    await howdah?.dispose();
    if (!keepsLab) await lab.down();
  };
  try {
    await bringUp(lab);
    howdah = await HowdahProcess.start({ settings: lab.layout.howdahSettings });
    tellHowdahUrl(howdah.url);
    say(`Howdah listens on ${howdah.url}`);
    return tearDown;
  } catch (error) {
    await tearDown();
    throw error;
  }
}

async function bringUp(lab: Lab): Promise<void> {
  if (!keepsLab) await lab.down();
  await lab.up();
  await untilWhole(lab, 60_000);
}
