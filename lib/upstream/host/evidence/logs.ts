import type { Answer } from '@/lib/upstream/answer';
import { lastLine, type RunHostCommand } from '../host-command';
import { lookMs } from './said';

export interface LogPiece {
  /** The file, or `journal of patroni`. */
  readonly source: string;
  readonly lines: readonly string[];
  /** For what is written after this. */
  readonly next: string;
  /** False: not what came after `after`, because the log is another one by now, or was cut. */
  readonly follows: boolean;
}

export interface LogQuery {
  readonly lines: number;
  readonly after: string | undefined;
}

/** Far more than a person reads, and little to carry. */
const mostBytes = 400_000;

const fileScript = `
file="$1"; lines="$2"; afterFile="$3"; after="$4"
[ -r "$file" ] || { echo "$file cannot be read" >&2; exit 66; }
size=$(stat -c %s "$file")
if [ "$file" = "$afterFile" ] && [ "$size" -ge "$after" ]; then
  printf 'follows\\t%s\\t%s\\n' "$size" "$file"
  tail -c "+$((after + 1))" "$file" | head -c "$((size - after))" | tail -c ${mostBytes}
else
  printf 'begins\\t%s\\t%s\\n' "$size" "$file"
  head -c "$size" "$file" | tail -n "$lines" | tail -c ${mostBytes}
fi
`;

/** PostgreSQL names its file itself; where it does not, the newest of the folder is taken. */
const postgresScript = `
data="$1"; folder="$2"; shift 2
for kind in stderr csvlog jsonlog; do
  file=$(awk -v kind=$kind '$1 == kind { print $2 }' "$data/current_logfiles" 2>/dev/null)
  [ -z "$file" ] || break
done
case "$file" in ''|/*) ;; *) file="$data/$file" ;; esac
case "$folder" in /*) ;; *) folder="$data/\${folder:-log}" ;; esac
[ -n "$file" ] && [ -e "$file" ] || file="$folder/$(ls -t "$folder" 2>/dev/null | head -n 1)"
[ -f "$file" ] || { echo "no log was found in $folder" >&2; exit 66; }
set -- "$file" "$@"
${fileScript}`;

const journalScript = `
command -v journalctl > /dev/null || { echo "journalctl is not there; name the file by hosts.*.patroniLog" >&2; exit 127; }
if [ -n "$2" ]; then
  printf 'follows\\t-\\tjournal of patroni\\n'
  journalctl -u patroni --no-pager -o short-iso --show-cursor --after-cursor "$2"
else
  printf 'begins\\t-\\tjournal of patroni\\n'
  journalctl -u patroni --no-pager -o short-iso --show-cursor -n "$1"
fi
`;

/** Patroni's log: a file, or the journal of its service where `file` is null. */
export function readPatroniLog(
  run: RunHostCommand,
  file: string | null,
  query: LogQuery,
  signal: AbortSignal,
): Promise<Answer<LogPiece>> {
  if (file === null) {
    return read(run, ['sh', '-c', journalScript, 'sh', String(query.lines), query.after ?? ''], signal);
  }
  return read(
    run,
    ['sh', '-c', fileScript, 'sh', file, String(query.lines), ...placeIn(query.after)],
    signal,
  );
}

export function readPostgresLog(
  run: RunHostCommand,
  place: { readonly dataDirectory: string; readonly logDirectory: string | null },
  query: LogQuery,
  signal: AbortSignal,
): Promise<Answer<LogPiece>> {
  const words = [place.dataDirectory, place.logDirectory ?? '', String(query.lines), ...placeIn(query.after)];
  return read(run, ['sh', '-c', postgresScript, 'sh', ...words], signal);
}

/** `bytes:file`, as an answer gave it. */
function placeIn(after: string | undefined): [string, string] {
  const found = /^(\d{1,15}):(.+)$/s.exec(after ?? '');
  return found === null ? ['', '0'] : [found[2] ?? '', found[1] ?? '0'];
}

async function read(
  run: RunHostCommand,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<Answer<LogPiece>> {
  const answer = await run(argv, { timeoutMs: lookMs, signal });
  if (!answer.ok) return answer;
  const { exitCode, stdout, stderr } = answer.value;
  if (exitCode !== 0) {
    const reason = lastLine(stderr) ?? `the shell ended with code ${exitCode}`;
    return { ok: false, kind: 'command_failed', reason, atMs: answer.atMs };
  }
  return { ok: true, value: pieceOf(stdout), atMs: answer.atMs };
}

export function pieceOf(text: string): LogPiece {
  const [head = '', ...lines] = text.split('\n');
  const [word, size = '0', source = ''] = head.split('\t');
  if (lines.at(-1) === '') lines.pop();
  const cursor = /^-- cursor: (.+)$/.exec(lines.at(-1) ?? '')?.[1];
  if (cursor !== undefined) lines.pop();
  return { source, lines, next: cursor ?? `${size}:${source}`, follows: word === 'follows' };
}
