import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Lab } from '../lab/lab';

const run = promisify(execFile);

const infoSchema = z.array(
  z.object({
    backup: z.array(
      z.object({
        label: z.string(),
        type: z.string(),
        annotation: z.record(z.string(), z.string()).optional(),
      }),
    ),
  }),
);

export type TrueBackup = z.infer<typeof infoSchema>[number]['backup'][number];

/** What pgBackRest itself lists, asked by hand over ssh; oldest first. */
export async function trueBackups(lab: Lab): Promise<readonly TrueBackup[]> {
  const { ssh, repository } = lab.layout;
  const config = `--config=${repository.pgbackrestConfig}`;
  const words = ['-F', ssh.config, 'repo', 'pgbackrest', config, '--stanza=demo', '--output=json', 'info'];
  const { stdout } = await run('ssh', words, { timeout: 20_000 });
  const [stanza] = infoSchema.parse(JSON.parse(stdout.replaceAll(/"system-id":\d+/g, '"system-id":0')));
  return stanza?.backup ?? [];
}

/** How many backups pgBackRest has begun so far, by its own log. */
export function begunBackups(lab: Lab): number {
  const log = join(lab.layout.repository.pgbackrestWork, 'log', 'demo-backup.log');
  return readFileSync(log, 'utf8').split('backup command begin').length - 1;
}

/** The largest file of a backup set: a bundle, or one of its data. */
export function largestFileOf(lab: Lab, label: string): string {
  const folder = join(lab.layout.repository.backups, 'backup', 'demo', label);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && !path.includes('manifest'));
  const [largest] = files.sort((one, other) => statSync(other).size - statSync(one).size);
  if (largest === undefined) throw new Error(`${folder} holds no file`);
  return largest;
}

/** The name of a WAL segment in the repository; one that pgBackRest is still writing is none yet. */
export function isArchived(name: string): boolean {
  return /^[0-9A-F]{24}-[0-9a-f]{40}(\.\w+)?$/.test(name);
}
