import { z } from 'zod';
import type { Answer } from '@/lib/upstream/answer';
import { lastLine, type RunHostCommand } from './host-command';

export interface UnwritablePlace {
  /** `link`: such as pg_wal; pgBackRest restores there only with `link-all`, or a link named. */
  readonly what: 'tablespace' | 'link';
  readonly path: string;
}

/** What one host says of the PostgreSQL that lies on it. Null where it could not be told. */
export interface MemberHost {
  /** The host's clock at the middle of the asking, and how far it is ahead of Howdah's; both may be off by `askedMs`. */
  readonly aheadMs: number;
  readonly askedMs: number;
  /** The account that commands run as. */
  readonly account: string;
  /** Whether that account owns the data folder and may write it. */
  readonly ownsData: boolean;
  /** Bytes free on the data folder's file system, and what the data folder itself takes. */
  readonly freeBytes: number | null;
  readonly dataBytes: number | null;
  /** Of the programs that last started this data: the folder with `pg_ctl`, and `15` of `postgres (PostgreSQL) 15.20`. */
  readonly binDirectory: string | null;
  readonly version: string | null;
  /** Where it keeps its configuration, when not in the data folder. */
  readonly configFile: string | null;
  /** A postmaster holds this data folder. */
  readonly isRunning: boolean;
  /** From postmaster.pid while it runs. */
  readonly port: number | null;
  readonly socketDirectory: string | null;
  /** Places outside of the data folder that its links lead to and where the account could not write what is restored. */
  readonly unwritable: readonly UnwritablePlace[];
  /** Segments that are waiting to be archived. */
  readonly waitingSegments: number | null;
  /** pg_controldata, by its own words: `Database system identifier`, … */
  readonly control: Readonly<Record<string, string>>;
}

const script = `
data="$1"
export LC_ALL=C
echo "clock $(date +%s.%N)"
echo "account $(id -un)"
[ -d "$data" ] || { echo "$data is not there" >&2; exit 66; }
[ -O "$data" ] && [ -w "$data" ] && echo "owns yes"
echo "free $(df -Pk "$data" | awk 'NR==2 { print $4 }')"
[ "$2" = brief ] || echo "size $(timeout 10 du -sk "$data" 2>/dev/null | cut -f1)"
opts=$(cat "$data/postmaster.opts" 2>/dev/null)
program=$(printf '%s' "$opts" | sed 's/^"\\{0,1\\}\\([^" ]*\\).*/\\1/')
bin=\${program%/*}
if [ ! -x "$bin/pg_ctl" ]; then
  major=$(cat "$data/PG_VERSION" 2>/dev/null)
  for bin in "/usr/lib/postgresql/$major/bin" "/usr/pgsql-$major/bin" ""; do [ -x "$bin/pg_ctl" ] && break; done
fi
config=$(printf '%s' "$opts" | sed -n 's/.*"--config[-_]file=\\([^"]*\\)".*/\\1/p')
[ -n "$config" ] && echo "config $config"
pid=$(head -n 1 "$data/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; then
  echo "running yes"
  echo "port $(sed -n 4p "$data/postmaster.pid")"
  echo "socket $(sed -n 5p "$data/postmaster.pid")"
fi
place() {
  path="$(readlink "$2")"
  case "$path" in /*) ;; *) path="$(dirname "$2")/$path" ;; esac
  there="$path"
  while [ ! -e "$there" ] && [ "$there" != / ]; do there="$(dirname "$there")"; done
  if [ "$there" = "$path" ] && [ ! -d "$there" ]; then [ -w "$there" ] && return; fi
  [ -d "$there" ] && [ -w "$there" ] && [ -x "$there" ] && return
  echo "unwritable $1 $path"
}
for link in "$data"/pg_tblspc/*; do [ -L "$link" ] && place tablespace "$link"; done
for link in "$data"/*; do [ -L "$link" ] && place link "$link"; done
echo "waiting $(find "$data/pg_wal/archive_status" -name '*.ready' 2>/dev/null | wc -l)"
if [ -n "$bin" ]; then
  echo "bin $bin"
  echo "version $("$bin/postgres" --version)"
  "$bin/pg_controldata" -D "$data" 2>/dev/null | sed 's/^/control /'
fi
exit 0
`;

const numberText = z.coerce.number().nullable().catch(null);

/**
 * Asks a host about the data folder `data`; `isBrief` leaves out how much that takes, which is slow to count. Fails as
 * `run` does, and with `command_failed` where it is not there.
 */
export async function readMemberHost(
  run: RunHostCommand,
  data: string,
  { timeoutMs, isBrief = false }: { readonly timeoutMs: number; readonly isBrief?: boolean },
): Promise<Answer<MemberHost>> {
  const beganMs = Date.now();
  const askedMs = performance.now();
  const words = [data, isBrief ? 'brief' : 'whole'];
  const answer = await run(['sh', '-c', script, 'sh', ...words], { timeoutMs });
  if (!answer.ok) return answer;
  const { exitCode, stdout, stderr } = answer.value;
  if (exitCode !== 0) {
    const reason = lastLine(stderr) ?? `the shell ended with code ${exitCode}`;
    return { ok: false, kind: 'command_failed', reason, atMs: answer.atMs };
  }
  return { ok: true, value: hostOf(stdout, beganMs, performance.now() - askedMs), atMs: answer.atMs };
}

function hostOf(text: string, beganMs: number, askedMs: number): MemberHost {
  const said = new Map<string, string>();
  const control: Record<string, string> = {};
  const unwritable: UnwritablePlace[] = [];
  for (const line of text.split('\n')) {
    const space = line.indexOf(' ');
    if (space < 0) continue;
    const [word, rest] = [line.slice(0, space), line.slice(space + 1).trim()];
    const place = word === 'unwritable' ? /^(tablespace|link) (.+)$/.exec(rest) : null;
    if (place !== null) {
      unwritable.push({ what: place[1] === 'link' ? 'link' : 'tablespace', path: place[2] ?? '' });
    } else if (word !== 'control') said.set(word, rest);
    else {
      const colon = rest.indexOf(':');
      control[rest.slice(0, colon)] = rest.slice(colon + 1).trim();
    }
  }
  const count = (word: string, unit = 1): number | null => {
    const value = said.get(word);
    const parsed = value === undefined || value === '' ? null : numberText.parse(value);
    return parsed === null ? null : parsed * unit;
  };
  // The clock is its first word: what comes after it, such as du, takes a while.
  const clockMs = (count('clock') ?? Number.NaN) * 1000;
  return {
    aheadMs: Math.round(clockMs - beganMs),
    askedMs: Math.round(askedMs),
    account: said.get('account') ?? '',
    ownsData: said.get('owns') === 'yes',
    freeBytes: count('free', 1024),
    dataBytes: count('size', 1024),
    binDirectory: said.get('bin') ?? null,
    version: /\) (\d+)/.exec(said.get('version') ?? '')?.[1] ?? null,
    configFile: said.get('config') ?? null,
    isRunning: said.get('running') === 'yes',
    port: count('port'),
    socketDirectory: said.get('socket')?.split(',')[0] || null,
    unwritable,
    waitingSegments: count('waiting'),
    control,
  };
}
