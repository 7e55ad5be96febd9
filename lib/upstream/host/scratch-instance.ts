import type { ScratchPlace } from '@/lib/domain/restore-tests/scratch-place';
import type { Answer } from '@/lib/upstream/answer';
import type { RunHostCommand } from './host-command';
import { checked } from './postgres-instance';

const callMs = 20_000;
/** A folder with many files takes its time; the next look finds out whether it is gone. */
const removeMs = 10 * 60_000;

const makeScript = `
umask 077
folder="$1"; marker="$2"; id="$3"
if mkdir "$folder" 2>/dev/null || [ -z "$(ls -A "$folder")" ]; then echo "$id" > "$marker"; fi
[ -O "$folder" ] && [ ! -L "$folder" ] && [ "$(cat "$marker" 2>/dev/null)" = "$id" ] && exit 0
echo "$folder is there already and is not this test's" >&2
exit 73
`;

/** Makes the test's own folder, for its account alone, marked with `id`. Can be repeated; refuses any other folder. */
export function makeScratchFolder(
  run: RunHostCommand,
  { folder, marker }: ScratchPlace,
  id: string,
): Promise<Answer<string>> {
  return checked(run, ['sh', '-c', makeScript, 'sh', folder, marker, id], callMs);
}

/** Whether a restore came to its end there: pgBackRest writes `pg_control` last. */
export async function holdsRestore(run: RunHostCommand, { data }: ScratchPlace): Promise<Answer<boolean>> {
  const answer = await checked(
    run,
    ['sh', '-c', '[ -e "$1" ] && echo yes; exit 0', 'sh', `${data}/global/pg_control`],
    callMs,
  );
  return answer.ok ? { ...answer, value: answer.value.trim() === 'yes' } : answer;
}

const configureScript = `
umask 077
: > "$1" && : > "$2" && echo "local all all trust" > "$3"
`;

/** Access for whoever reaches the socket, which is in a folder that only the account may enter; no settings. */
export function configureScratch(run: RunHostCommand, place: ScratchPlace): Promise<Answer<string>> {
  const words = [place.config, place.identities, place.access];
  return checked(run, ['sh', '-c', configureScript, 'sh', ...words], callMs);
}

const limitScript = `
"$1/pg_controldata" -D "$2" | sed -n 's/^max_prepared_xacts setting: *//p'
`;

/** How many prepared transactions the restored server allowed. Fails as `run` does, and with `command_failed`. */
export async function readPreparedLimit(
  run: RunHostCommand,
  { data }: ScratchPlace,
  bin: string,
): Promise<Answer<number>> {
  const answer = await checked(run, ['env', 'LC_ALL=C', 'sh', '-c', limitScript, 'sh', bin, data], callMs);
  return answer.ok ? { ...answer, value: Number.parseInt(answer.value, 10) || 0 } : answer;
}

/**
 * The number of its postmaster is believed only while that process works in the scratch folder: after a restart of
 * the host it may be anybody's, a member's too.
 */
const ownPid = `
own_pid() {
  pid=$(head -n 1 "$1/postmaster.pid" 2>/dev/null)
  [ -n "$pid" ] && [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$(cd "$1" && pwd -P)" ] && echo "$pid"
}
`;

const lookScript = `${ownPid}
data="$1"; log="$2"; offset="$3"
[ -n "$(own_pid "$data")" ] && echo running || echo stopped
tail -c "+$((offset + 1))" "$log" 2>/dev/null | head -c 262144
exit 0
`;

export interface ScratchLook {
  readonly isRunning: boolean;
  /** What its log holds from `offset` on, at most 256 KiB. */
  readonly log: string;
  readonly nextOffset: number;
}

/** Whether the scratch instance runs, and what it wrote since. `offset` counts bytes. Fails as `run` does. */
export async function lookAtScratch(
  run: RunHostCommand,
  { data, log }: ScratchPlace,
  offset: number,
): Promise<Answer<ScratchLook>> {
  const answer = await checked(run, ['sh', '-c', lookScript, 'sh', data, log, String(offset)], callMs);
  if (!answer.ok) return answer;
  const end = answer.value.indexOf('\n');
  const text = answer.value.slice(end + 1);
  const value = {
    isRunning: answer.value.slice(0, end) === 'running',
    log: text,
    nextOffset: offset + Buffer.byteLength(text),
  };
  return { ...answer, value };
}

const removeScript = `${ownPid}
folder="$1"; marker="$2"; data="$3"; id="$4"
[ -e "$folder" ] || exit 0
if [ -L "$folder" ] || [ ! -O "$folder" ] || { [ "$(cat "$marker" 2>/dev/null)" != "$id" ] && [ -n "$(ls -A "$folder")" ]; }; then
  echo "$folder does not carry this test's marker, and is left as it is" >&2
  exit 73
fi
pid=$(own_pid "$data")
if [ -n "$pid" ]; then
  kill -QUIT "$pid" 2>/dev/null
  tries=0
  while [ -n "$(own_pid "$data")" ] && [ $tries -lt 300 ]; do sleep 0.1; tries=$((tries + 1)); done
  if [ -n "$(own_pid "$data")" ]; then echo "the scratch PostgreSQL (process $pid) does not end" >&2; exit 74; fi
fi
# What has not written its number yet, or was left behind, works in the folder all the same.
real=$(cd "$folder" && pwd -P)
for process in /proc/[0-9]*; do
  case "$(readlink "$process/cwd" 2>/dev/null)" in "$real"/*) kill -KILL "\${process#/proc/}" 2>/dev/null ;; esac
done
# The marker goes last: what was begun can be gone on with.
find "$folder" -xdev -mindepth 1 -maxdepth 1 ! -path "$marker" -exec rm -rf --one-file-system {} +
rm -f "$marker"
rmdir "$folder"
`;

/**
 * Takes the scratch instance down at once and removes its folder; nothing that lacks the test's own marker is touched.
 * Can be repeated, also where nothing is left. Fails as `run` does, and with `command_failed`.
 */
export function removeScratch(run: RunHostCommand, place: ScratchPlace, id: string): Promise<Answer<string>> {
  const words = [place.folder, place.marker, place.data, id];
  return checked(run, ['sh', '-c', removeScript, 'sh', ...words], removeMs);
}
