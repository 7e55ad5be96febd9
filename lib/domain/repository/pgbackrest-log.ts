/** One line of what pgBackRest wrote, without its time, process and `[DRY-RUN]`. */
export interface LogLine {
  /** `more`: it belongs to the line before; `plain`: no log line, such as a report. */
  readonly level: 'error' | 'warn' | 'info' | 'detail' | 'more' | 'plain';
  readonly text: string;
  /** Milliseconds on the host's clock and in its time zone: for differences only. Null without timestamps. */
  readonly atMs: number | null;
}

export interface LogRest {
  /** Begun but not ended lines, to be given with the next part. */
  readonly rest: string;
}

const pattern =
  /^(?:(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{3}) )?(?:P\d+ +)?(ERROR|WARN|INFO|DETAIL|DEBUG|TRACE): (.*)$/;

const levels: Readonly<Record<string, LogLine['level']>> = {
  ERROR: 'error',
  WARN: 'warn',
  INFO: 'info',
  DETAIL: 'detail',
};

/** Cuts what came next into lines; a line that has not ended yet stays for later. Source: pgBackRest's log.c, 2.3x to 2.5x. */
export function logLines(before: string, chunk: string): LogRest & { readonly lines: LogLine[] } {
  const parts = (before + chunk).split('\n');
  const rest = parts.pop() ?? '';
  return { lines: parts.map(logLine), rest };
}

function logLine(line: string): LogLine {
  const found = pattern.exec(line);
  if (found === null) {
    const isMore = /^\s{20,}\S/.test(line);
    return { level: isMore ? 'more' : 'plain', text: isMore ? line.trim() : line, atMs: null };
  }
  const [, day, time, word = '', text = ''] = found;
  const atMs = day === undefined || time === undefined ? null : Date.parse(`${day}T${time}Z`);
  return { level: levels[word] ?? 'detail', text: text.replace('[DRY-RUN] ', ''), atMs };
}

/** What went wrong and what was warned of, each in one line; at most so many of each are kept. */
export interface Complaints {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

export const noComplaints: Complaints = { errors: [], warnings: [] };

const keptComplaints = 20;
const longestComplaint = 500;
const longestLine = 400;

/** Adds what these lines complain of. A hint that follows is added to what it belongs to. */
export function complaintsAfter(before: Complaints, lines: readonly LogLine[]): Complaints {
  const errors = [...before.errors];
  const warnings = [...before.warnings];
  let open: string[] | null = null;
  for (const { level, text } of lines) {
    if (level === 'more') {
      const last = open?.at(-1);
      if (open !== null && last !== undefined)
        open[open.length - 1] = `${last} ${text}`.slice(0, longestComplaint);
      continue;
    }
    open = level === 'error' ? errors : level === 'warn' ? warnings : null;
    if (open !== null && open.length < keptComplaints) {
      open.push(text.replace(/^(\[\d+\]: )\[DRY-RUN\] /, '$1').slice(0, longestComplaint));
    } else open = null;
  }
  return { errors, warnings };
}

/** pgBackRest's code for `expire command encountered 1 error(s), check the log file`: what it sums up was said before. */
const summing = /^\[104\]: /;

/** pgBackRest's own reasons, as one text; null when it gave none. */
export function errorText({ errors }: Complaints): string | null {
  const telling = errors.filter((error) => !summing.test(error));
  const told = telling.length === 0 ? errors : telling;
  return told.length === 0 ? null : told.join('; ');
}

/**
 * For a step's log: what a person reads, without the lines of single files and with the long ones cut. What is written
 * below an `INFO` line is a report, which `verify` writes once more by itself; a hint stands below an error or warning.
 */
export function tellingLines(lines: readonly LogLine[]): string[] {
  const told: string[] = [];
  let above: LogLine['level'] = 'plain';
  for (const { level, text } of lines) {
    const isReport = level === 'more' && above === 'info';
    if (level !== 'more') above = level;
    if (level === 'detail' || isReport || text.trim() === '') continue;
    const line = `${level === 'error' ? 'ERROR: ' : level === 'warn' ? 'WARN: ' : ''}${text}`;
    told.push(line.length > longestLine ? `${line.slice(0, longestLine)} …` : line);
  }
  return told;
}
