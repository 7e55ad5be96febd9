import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startScratchPostgres } from '@/lib/store/scratch-postgres';
import type { Lab } from '../lab/lab';
import { HowdahProcess } from './howdah-process';
import { keepsLab, labCount, projectFolder, tellHowdah, tellStoreServer, testLab } from './place';
import { untilWhole } from './repair';

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** A lab and a Howdah for each worker; what it answers ends them all, whatever the tests came to. */
export default async function setUp(): Promise<() => Promise<void>> {
  if (!existsSync(join(projectFolder, '.next', 'howdah.mjs'))) {
    throw new Error('Howdah is not built: run "npm run build" first');
  }
  // Playwright ends in good order only by SIGINT: anything else would leave labs and Howdahs behind.
  for (const name of ['SIGTERM', 'SIGHUP'] as const)
    process.once(name, () => process.kill(process.pid, 'SIGINT'));
  const labs = Array.from({ length: labCount }, (_, index) =>
    testLab((line) => say(labCount > 1 ? `lab ${index + 1}: ${line}` : line), index),
  );
  const howdahs: HowdahProcess[] = [];
  const stores = await startScratchPostgres();
  tellStoreServer(stores.url);
  const tearDown = async () => {
    await Promise.all(howdahs.map((howdah) => howdah.dispose()));
    if (!keepsLab) await Promise.all(labs.map((lab) => lab.down()));
    await stores.remove();
  };
  const begun = await Promise.allSettled(
    labs.map(async (lab, index) => {
      await bringUp(lab);
      const howdah = await HowdahProcess.start({ settings: lab.layout.howdahSettings, store: 'folder' });
      howdahs.push(howdah);
      tellHowdah(index, howdah.url);
      say(`Howdah listens on ${howdah.url}`);
    }),
  );
  const failed = begun.find((one) => one.status === 'rejected');
  if (failed === undefined) return tearDown;
  await tearDown();
  throw failed.reason;
}

async function bringUp(lab: Lab): Promise<void> {
  if (!keepsLab) await lab.down();
  await lab.up();
  await untilWhole(lab, 120_000);
}
