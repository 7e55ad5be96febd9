import { type Complaints, complaintsAfter, logLines, noComplaints } from './pgbackrest-log';

/** How many files were looked at, and what was wrong with those that were not right. */
export interface VerifyCounts {
  readonly checked: number;
  readonly valid: number;
  readonly missing: number;
  readonly checksumInvalid: number;
  readonly sizeInvalid: number;
  readonly other: number;
}

export interface VerifyReport extends Complaints {
  readonly status: 'ok' | 'error';
  /** WAL by archive id, such as `15-1`. pgBackRest 2.45 does not count segments that lack between others. */
  readonly archives: readonly (VerifyCounts & { readonly id: string })[];
  /** pgBackRest's own word: `valid`, `invalid`, `manifest missing`, `in-progress`. */
  readonly backups: readonly (VerifyCounts & { readonly label: string; readonly status: string })[];
  /** The log's own lines on single files, at most 50. */
  readonly files: readonly string[];
}

const keptFiles = 50;
const counts = /missing: (\d+), checksum invalid: (\d+), size invalid: (\d+), other: (\d+)/;

/**
 * Reads what `verify --output=text --verbose` wrote, log lines in between. Null without a report: it did not come to
 * its end, or the version writes none. Source: verify.c of pgBackRest 2.45; it ends with 0 also when it found damage.
 */
export function verifyReport(output: string): VerifyReport | null {
  const { lines } = logLines('', `${output}\n`);
  const report = lines.findIndex(({ level, text }) => level === 'plain' && text.startsWith('stanza: '));
  if (report < 0) return null;
  const archives: VerifyReport['archives'][number][] = [];
  const backups: VerifyReport['backups'][number][] = [];
  let status: VerifyReport['status'] | null = null;
  for (const [offset, { level, text }] of lines.slice(report).entries()) {
    if (level !== 'plain') break;
    const word = /^status: (\w+)/.exec(text)?.[1];
    if (word !== undefined) status = word === 'ok' ? 'ok' : 'error';
    const found = countsOf(text, lines[report + offset + 1]?.text ?? '');
    const archive = /^ {2}archiveId: ([^,]+), total WAL checked/.exec(text)?.[1];
    if (archive !== undefined) archives.push({ id: archive, ...found });
    const [, label, state] = /^ {2}backup: (\S+), status: ([^,]+)/.exec(text) ?? [];
    if (label !== undefined && state !== undefined) backups.push({ label, status: state, ...found });
  }
  if (status === null) return null;
  const files = lines.flatMap(({ level, text }) =>
    (level === 'info' || level === 'warn') && /^(invalid|file missing|missing|unable)\b/.test(text)
      ? [text]
      : [],
  );
  return {
    status,
    archives,
    backups,
    files: files.slice(0, keptFiles),
    ...complaintsAfter(noComplaints, lines),
  };
}

function countsOf(line: string, next: string): VerifyCounts {
  const [, checked = '0', valid = '0'] = /checked: (\d+), total valid \w+: (\d+)/.exec(line) ?? [];
  const [, missing = '0', checksum = '0', size = '0', other = '0'] = counts.exec(next) ?? [];
  return {
    checked: Number(checked),
    valid: Number(valid),
    missing: Number(missing),
    checksumInvalid: Number(checksum),
    sizeInvalid: Number(size),
    other: Number(other),
  };
}

/** `1 of 1,278 files`: what is wrong in one part of a report; null when nothing is. */
export function damageText(part: VerifyCounts, what: string): string | null {
  const words = [
    part.missing > 0 ? `${part.missing} missing` : null,
    part.checksumInvalid > 0 ? `${part.checksumInvalid} with a wrong checksum` : null,
    part.sizeInvalid > 0 ? `${part.sizeInvalid} of a wrong size` : null,
    part.other > 0 ? `${part.other} that could not be read` : null,
  ].filter((word) => word !== null);
  return words.length === 0 ? null : `${words.join(', ')} of ${part.checked} ${what}`;
}
