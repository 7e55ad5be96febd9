import { fileURLToPath } from 'node:url';
import { type Lab, openLab } from '../lab/lab';

/** The folder of the project: Howdah is started there. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

const labFolder = process.env.HOWDAH_LAB_DIR || '/var/tmp/howdah-lab-test';
const labAddress = process.env.HOWDAH_LAB_ADDRESS || '127.0.1.10';

/** The lab of the tests: never the one that someone works with. */
export function testLab(say?: (line: string) => void): Lab {
  return openLab({ dir: labFolder, address: labAddress }, say);
}

const variable = 'HOWDAH_E2E_URL';

/** Where the Howdah of the whole run listens; the set-up tells it to the workers through their environment. */
export function howdahUrl(): string {
  const url = process.env[variable];
  if (url === undefined) throw new Error('the set-up has started no Howdah');
  return url;
}

export function tellHowdahUrl(url: string): void {
  process.env[variable] = url;
}
