import { fileURLToPath } from 'node:url';
import { type Lab, openLab } from '../lab/lab';
import { paceOf } from '../lab/pace';

/** The folder of the project: Howdah is started there. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

const labFolder = process.env.HOWDAH_LAB_DIR || '/var/tmp/howdah-lab-test';
const labPace = paceOf(process.env.HOWDAH_LAB_PACE);
const labAddress = process.env.HOWDAH_LAB_ADDRESS || '127.0.1.10';

/** How many test files run side by side, each on a lab of its own. */
export const labCount = Math.max(1, Number(process.env.HOWDAH_E2E_LABS) || 1);

/** The lab of the tests: never the one that someone works with. */
export function testLab(say?: (line: string) => void, index = ownIndex()): Lab {
  return openLab({ ...labPlace(index), pace: labPace }, say);
}

/** Each further lab has a folder and addresses beside the first: `…-2`, and the last number of its address plus 100. */
function labPlace(index: number): { dir: string; address: string } {
  if (index === 0) return { dir: labFolder, address: labAddress };
  const address = labAddress.replace(/\d+$/, (last) => String(Number(last) + 100 * index));
  return { dir: `${labFolder}-${index + 1}`, address };
}

/** Playwright numbers what runs side by side; the set-up itself has no number. */
function ownIndex(): number {
  return Number(process.env.TEST_PARALLEL_INDEX) || 0;
}

/** A lab that an earlier run left is taken down first, unless this says that it may be used. */
export const keepsLab = Boolean(process.env.HOWDAH_E2E_KEEP_LAB);

const storeVariable = 'HOWDAH_E2E_DATABASE';

/** A PostgreSQL server beside the labs, for the stores of Howdahs that a single test starts. */
export function storeServer(): string | undefined {
  return process.env[storeVariable];
}

export function tellStoreServer(url: string): void {
  process.env[storeVariable] = url;
}

const urlVariable = (index: number): string => `HOWDAH_E2E_URL_${index}`;

/** Where the Howdah on this worker's lab listens; the set-up tells it to the workers through their environment. */
export function howdahUrl(): string {
  const url = process.env[urlVariable(ownIndex())];
  if (url === undefined) throw new Error('the set-up has started no Howdah');
  return url;
}

export function tellHowdah(index: number, url: string): void {
  process.env[urlVariable(index)] = url;
}
