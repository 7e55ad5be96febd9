import { shellText } from '@/lib/domain/shell-text';

/** Why a recovery has ended before its time. */
export interface WhyOver {
  readonly message: string;
  /** What to look at on the member's host; null: the log. */
  readonly command: string | null;
  /** Whether another target may help. */
  readonly isTarget: boolean;
}

/** Reads it out of PostgreSQL's log, in which `restore_command` speaks as well. `target` is the target in words. */
export function whyOver(
  log: string,
  { name, dataDirectory }: { readonly name: string; readonly dataDirectory: string },
  target: string,
): WhyOver {
  const all = log.split('\n');
  // Of this start alone: what an earlier one met may have been mended since.
  const lines = all.slice(
    Math.max(
      0,
      all.findLastIndex((line) => line.includes('starting PostgreSQL')),
    ),
  );
  // What cannot be fetched for want of room is to PostgreSQL the end of the WAL.
  const noRoom = lines.filter((line) => line.includes('No space left on device')).at(-1);
  if (noRoom !== undefined) {
    return {
      message: `Recovery on ${name} ended for want of room, not of WAL: ${noRoom.trim().slice(0, 300)}`,
      command: shellText(['df', '-h', dataDirectory]),
      isTarget: false,
    };
  }
  const fatal = lines.filter((line) => /\b(FATAL|PANIC|ERROR):/.test(line)).at(-1);
  const why = fatal?.replace(/^.*?\b(FATAL|PANIC|ERROR):\s*/, '') ?? 'it left no word in its log';
  if (why.includes('recovery ended before configured recovery target was reached')) {
    return {
      message: `The WAL of this timeline ends before ${target} is reached; a moment is only recognised by a transaction after it. An earlier target, or the end of the timeline, can be reached.`,
      command: null,
      isTarget: true,
    };
  }
  return { message: `PostgreSQL on ${name} has stopped: ${why}.`, command: null, isTarget: true };
}
