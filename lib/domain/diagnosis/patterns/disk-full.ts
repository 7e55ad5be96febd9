import { formatBytes } from '@/lib/domain/format';
import type { DiskRoom } from '../evidence';
import { lastWords, sinceWell } from '../log/postgres-log';
import { lastLineOf, type Pattern, present } from '../pattern';

/** One WAL segment: with less than that PostgreSQL cannot go on. */
const leastBytes = 16 * 1024 * 1024;

const isFull = ({ freeBytes, freeInodes }: DiskRoom) =>
  freeBytes < leastBytes || (freeInodes !== null && freeInodes === 0);

export const diskFull: Pattern = {
  id: 'disk-full',
  title: 'A file system is full',
  short: 'disk full',
  meaning:
    'PostgreSQL stops (PANIC) when it cannot write WAL, and cannot start where it cannot write its lock and log files. Never remove anything in pg_wal by hand.',
  source: {
    title: 'PostgreSQL: disk full failure',
    url: 'https://www.postgresql.org/docs/current/disk-full.html',
  },
  ruledOutBy: [
    {
      words: 'Each file system that PostgreSQL writes to has 16 MB and an inode left.',
      holds: ({ disk }) => disk !== null && !disk.some(isFull),
    },
  ],
  match({ disk, postgresLog, patroniLog, member }) {
    const full = (disk ?? []).filter(isFull);
    if (full.length === 0) return null;
    return {
      certainty: 'certain',
      because: present([
        ...full.map(({ path, purpose, freeBytes, freeInodes }) =>
          freeInodes === 0 && freeBytes >= leastBytes
            ? `${path} (${purpose}) has no inode left.`
            : `${path} (${purpose}) has ${formatBytes(freeBytes)} left.`,
        ),
        lastWords(sinceWell(postgresLog), /No space left on device/),
        lastLineOf((patroniLog ?? []).slice(-50), /No space left on device/),
      ]),
      fix: 'Make room: grow the file system, or move away what is not PostgreSQL’s. Look at slots and failing archiving, which keep WAL. Then PostgreSQL is started again by Patroni.',
      commands: full.map(({ path }) => ({
        where: member,
        text: `df -h ${path} && du -xh --max-depth=1 ${path} | sort -h | tail`,
      })),
    };
  },
};
