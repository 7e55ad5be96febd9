import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startScratchPostgres } from '@/lib/store/scratch-postgres';
import type { Lab } from '../lab/lab';
import { HowdahProcess } from './howdah-process';
import { labCount, projectFolder, tellHowdahUrl, tellStoreServer, testLab } from './place';
import { untilWhole } from './repair';

/** A lab that an earlier run left is taken down first, unless this says that it may be used. */
const keepsLab = Boolean(process.env.HOWDAH_E2E_KEEP_LAB);
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** A lab and a Howdah for each worker; what it answers ends them all, whatever the tests came to. */
export default async function setUp(): Promise<() => Promise<void>> {
  if (!existsSync(join(projectFolder, '.next', 'BUILD_ID'))) {
    throw new Error('Howdah is not built: run "npm run build" first');
  }
  const labs = Array.from({ length: labCount }, (_, index) => testLab(say, index));
  const howdahs: HowdahProcess[] = [];
  const stores = await startScratchPostgres();
  tellStoreServer(stores.url);
  const tearDown = async () => {
    await Promise.all(howdahs.map((howdah) => howdah.dispose()));
    if (!keepsLab) for (const lab of labs) await lab.down();
    await stores.remove();
  };
  try {
    for (const [index, lab] of labs.entries()) {
      await bringUp(lab);
      const howdah = await HowdahProcess.start({ settings: lab.layout.howdahSettings, store: 'folder' });
      howdahs.push(howdah);
      tellHowdahUrl(index, howdah.url);
      say(`Howdah listens on ${howdah.url}`);
    }
    return tearDown;
  } catch (error) {
    await tearDown();
    throw error;
  }
}

async function bringUp(lab: Lab): Promise<void> {
  if (!keepsLab) await lab.down();
  await lab.up();
  await untilWhole(lab, 120_000);
}
