import { type Complaints, complaintsAfter, logLines, noComplaints } from './pgbackrest-log';

/** What an expiry removed, or would remove. */
export interface ExpireReport extends Complaints {
  readonly removed: readonly { readonly repository: number; readonly label: string }[];
  /** Ranges of WAL; the ends are segments, or the first 16 digits of their folder. */
  readonly archives: readonly {
    readonly repository: number;
    readonly id: string;
    readonly start: string;
    readonly stop: string;
  }[];
}

/** Reads the log of `expire`, with or without `--dry-run`, at the level `info`. Source: expire.c of pgBackRest 2.3x to 2.5x. */
export function expireReport(output: string): ExpireReport {
  const { lines } = logLines('', `${output}\n`);
  const removed: ExpireReport['removed'][number][] = [];
  const archives: ExpireReport['archives'][number][] = [];
  for (const { level, text } of lines) {
    if (level !== 'info') continue;
    // Without a number before 2.32, which knows one repository.
    const [, repository = '1', rest = ''] = /^(?:repo(\d+): )?(.*)$/.exec(text) ?? [];
    const label = /^remove expired backup (\S+)/.exec(rest)?.[1];
    if (label !== undefined) removed.push({ repository: Number(repository), label });
    const [, id, start, stop] = /^(\S+) remove archive, start = (\w+), stop = (\w+)/.exec(rest) ?? [];
    if (id !== undefined && start !== undefined && stop !== undefined) {
      archives.push({ repository: Number(repository), id, start, stop });
    }
  }
  return { removed, archives, ...complaintsAfter(noComplaints, lines) };
}
