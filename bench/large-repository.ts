import { once } from 'node:events';
import { nameOfSegment } from '@/lib/domain/wal-segment';

/**
 * Stands in for `pgbackrest` with a repository that nobody has: 10,000 backups and 1,000,000 segments on four
 * timelines over 400 days, a thousand of them absent. It answers what Howdah asks, in pgBackRest's own form.
 */
const backupCount = 10_000;
const segmentCount = 1_000_000;
const absentEvery = 1000;
const startSeconds = Math.floor(Date.now() / 1000) - 400 * 86_400;
const segmentSeconds = (400 * 86_400) / segmentCount;
/** Where each timeline begins, as after a switchover: at the first segment of a folder. */
const forks = [0, 1000, 2400, 3860].map((folder) => folder * 256);

function timelineOf(segment: number): number {
  return forks.findLastIndex((fork) => fork <= segment) + 1;
}

function walOf(segment: number): string {
  return nameOfSegment(timelineOf(segment), BigInt(segment));
}

function secondsOf(segment: number): number {
  return Math.floor(startSeconds + segment * segmentSeconds);
}

function stamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
}

function lsnOf(segment: number, offset: string): string {
  return `${Math.floor(segment / 256)
    .toString(16)
    .toUpperCase()}/${(segment % 256).toString(16).toUpperCase()}${offset}`;
}

/** A full backup a week, a differential one a day, an incremental one between. */
function backups() {
  const perDay = Math.round(backupCount / 400);
  let full = '';
  let diff = '';
  return Array.from({ length: backupCount }, (_, at) => {
    const segment = Math.floor((at * segmentCount) / backupCount);
    const seconds = secondsOf(segment) + 30;
    const type = at % (7 * perDay) === 0 ? 'full' : at % perDay === 0 ? 'diff' : 'incr';
    if (type === 'full') full = `${stamp(seconds)}F`;
    const label = type === 'full' ? full : `${full}_${stamp(seconds)}${type === 'diff' ? 'D' : 'I'}`;
    if (type !== 'incr') diff = label;
    const reference = type === 'full' ? null : [...new Set([full, ...(type === 'incr' ? [diff] : [])])];
    return {
      label,
      type,
      archive: { start: walOf(segment), stop: walOf(segment) },
      lsn: { start: lsnOf(segment, '000028'), stop: lsnOf(segment, '000100') },
      backrest: { format: 5, version: '2.45' },
      database: { id: 1, 'repo-key': 1 },
      error: false,
      info: { delta: 2e9, repository: { delta: 4e8, size: 9e9 }, size: 4e10 },
      prior: type === 'full' ? null : full,
      reference,
      timestamp: { start: seconds - 20, stop: seconds },
    };
  });
}

function info(): string {
  return JSON.stringify([
    {
      name: 'large',
      cipher: 'none',
      db: [{ id: 1, 'repo-key': 1, 'system-id': 7_700_000_000_000, version: '15' }],
      repo: [{ cipher: 'none', key: 1, status: { code: 0, message: 'ok' } }],
      archive: [
        { database: { id: 1, 'repo-key': 1 }, id: '15-1', min: walOf(0), max: walOf(segmentCount - 1) },
      ],
      backup: backups(),
      status: { code: 0, lock: { backup: { held: false } }, message: 'ok' },
    },
  ]);
}

/** As `repo-ls --output=json` prints it; only folders and histories unless it recurses or names a folder. */
function* listing(folder: string | null, recurse: boolean): Generator<string> {
  yield '{".":{"type":"path"}';
  for (const [index, fork] of forks.entries()) {
    if (index > 0 && folder === null) {
      yield `,"${history(index + 1)}":{"type":"file","size":40,"time":${secondsOf(fork)}}`;
    }
  }
  let last = '';
  const only = folder === null ? null : Number.parseInt(folder.slice(8), 16) * 256;
  const end = only === null ? segmentCount : Math.min(segmentCount, only + 256);
  for (let segment = only ?? 0; segment < end; segment += 1) {
    const name = walOf(segment);
    const inFolder = name.slice(0, 16);
    if (folder === null && inFolder !== last) yield `,"${inFolder}":{"type":"path"}`;
    last = inFolder;
    if (segment % absentEvery === absentEvery - 1 || (folder === null && !recurse)) continue;
    const path = folder === null ? `${inFolder}/` : '';
    const sum = segment.toString(16).padStart(40, '0');
    yield `,"${path}${name}-${sum}.lz4":{"type":"file","size":${3_000_000 + (segment % 9973)},"time":${secondsOf(segment)}}`;
  }
  yield '}\n';
}

function history(timeline: number): string {
  return `${timeline.toString(16).toUpperCase().padStart(8, '0')}.history`;
}

function historyText(timeline: number): string {
  return forks
    .slice(1, timeline)
    .map((fork, index) => `${index + 1}\t${lsnOf(fork, '0000A0')}\tno recovery target specified\n`)
    .join('\n');
}

async function print(pieces: Iterable<string>): Promise<void> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < 65_536) continue;
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    text = '';
  }
  process.stdout.write(text);
}

const words = process.argv.slice(2);
const path = words.at(-1)?.split('/') ?? [];
if (words.includes('info')) await print([info()]);
else if (words.includes('repo-get')) {
  await print([historyText(Number.parseInt(path.at(-1) ?? '', 16))]);
} else await print(listing(path.length > 3 ? (path.at(-1) ?? null) : null, words.includes('--recurse')));
