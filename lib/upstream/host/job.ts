import type { Answer } from '@/lib/upstream/answer';
import { lastLine, type RunHostCommand } from './host-command';

/**
 * A command that goes on by itself on its host: not with Howdah, not with the ssh connection that began it.
 * Each has a folder of its own there, made by an atomic `mkdir`, so that the same id never runs twice;
 * its output, its exit code and a lock that it holds while it runs lie in it.
 */
export interface JobState {
  /** `lost`: it neither runs nor has said how it ended; killed, or the host was restarted. */
  readonly state: 'absent' | 'running' | 'ended' | 'lost';
  readonly exitCode: number | null;
  /** What it has written from `offset` on, at most 256 KiB; standard output and error together. */
  readonly output: string;
  /** To be given as `offset` next time. */
  readonly nextOffset: number;
}

/** `var/tmp` outlives a restart of the host, so that "it was interrupted" can be told from "it never began". */
const folderScript = `
umask 077
base="/var/tmp/howdah-jobs-$(id -u)"
mkdir -p "$base" || exit 73
[ -O "$base" ] && [ ! -L "$base" ] || { echo "$base belongs to somebody else" >&2; exit 73; }
job="$base/$1"
shift
`;

const startScript = `${folderScript}
mkdir "$job" 2>/dev/null || { [ -d "$job" ] && echo known && exit 0; echo "$job could not be made" >&2; exit 73; }
: > "$job/output"
setsid flock -o "$job/lock" sh -c '
job="$1"; shift
echo $$ > "$job/pid"
"$@" > "$job/output" 2>&1
echo $? > "$job/code.new"
mv "$job/code.new" "$job/code"
' sh "$job" "$@" < /dev/null > /dev/null 2>&1 &
tries=0
while [ ! -s "$job/pid" ] && [ ! -e "$job/code" ] && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
echo started
`;

const readScript = `${folderScript}
offset="$1"
[ -d "$job" ] || { echo absent; exit 0; }
if [ -e "$job/code" ]; then state="ended $(cat "$job/code")"
elif flock -n "$job/lock" true; then
  sleep 0.2
  if [ -e "$job/code" ]; then state="ended $(cat "$job/code")"; else state=lost; fi
else state=running; fi
echo "$state"
tail -c "+$((offset + 1))" "$job/output" 2>/dev/null | head -c 262144
`;

const stopScript = `${folderScript}
pid=$(cat "$job/pid" 2>/dev/null) || exit 0
[ -e "$job/code" ] && exit 0
flock -n "$job/lock" true && exit 0
group=$(ps -o pgid= -p "$pid" | tr -d ' ')
[ -n "$group" ] || exit 0
# Not the lock: its holder ends at once, and what it runs may take a moment to end in order.
lives() { ps -eo pgid= | grep -qx " *$group"; }
kill -TERM "-$group" 2>/dev/null
tries=0
while lives && [ $tries -lt 120 ]; do
  [ $tries -eq 80 ] && kill -KILL "-$group" 2>/dev/null
  sleep 0.1; tries=$((tries + 1))
done
exit 0
`;

const removeScript = `${folderScript}
rm -rf "$job"
rmdir "$base" 2>/dev/null
exit 0
`;

const sweepScript = `
base="/var/tmp/howdah-jobs-$(id -u)"
for job in "$base/$1"*; do
  [ -d "$job" ] && flock -n "$job/lock" true && rm -rf "$job"
done
rmdir "$base" 2>/dev/null
exit 0
`;

const callMs = 20_000;
const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/;

/**
 * Begins `argv` as the job `id`, unless that has begun before: then `known`. Fails as `run` does, and with
 * `command_failed`. After a failure without an answer, `readJob` tells whether it began.
 */
export async function startJob(
  run: RunHostCommand,
  id: string,
  argv: readonly string[],
): Promise<Answer<'started' | 'known'>> {
  const answer = await script(run, startScript, [nameOf(id), ...argv]);
  if (!answer.ok) return answer;
  return { ok: true, value: answer.value.trim() === 'known' ? 'known' : 'started', atMs: answer.atMs };
}

/** How the job stands. `offset` counts bytes of its output. Fails as `run` does, and with `command_failed`. */
export async function readJob(run: RunHostCommand, id: string, offset: number): Promise<Answer<JobState>> {
  const answer = await script(run, readScript, [nameOf(id), String(offset)]);
  if (!answer.ok) return answer;
  const end = answer.value.indexOf('\n');
  const [word = '', code] = answer.value.slice(0, end).split(' ');
  const output = answer.value.slice(end + 1);
  const state = word === 'absent' || word === 'running' || word === 'ended' ? word : 'lost';
  return {
    ok: true,
    value: {
      state,
      exitCode: state === 'ended' ? Number(code) : null,
      output,
      nextOffset: offset + Buffer.byteLength(output),
    },
    atMs: answer.atMs,
  };
}

/** Ends the job and all that it started: asked first, by force after 8 s. One that has ended stays as it ended. */
export async function stopJob(run: RunHostCommand, id: string): Promise<Answer<string>> {
  return script(run, stopScript, [nameOf(id)]);
}

/** Removes the job's folder; it must have ended. */
export async function removeJob(run: RunHostCommand, id: string): Promise<Answer<string>> {
  return script(run, removeScript, [nameOf(id)]);
}

/** Removes what is left of all jobs whose id begins with `prefix` and that do not run. */
export async function sweepJobs(run: RunHostCommand, prefix: string): Promise<Answer<string>> {
  return script(run, sweepScript, [nameOf(prefix)]);
}

function nameOf(id: string): string {
  if (!idPattern.test(id)) throw new Error(`${id} is no name for a job`);
  return id;
}

async function script(run: RunHostCommand, text: string, words: readonly string[]): Promise<Answer<string>> {
  const answer = await run(['sh', '-c', text, 'sh', ...words], { timeoutMs: callMs });
  if (!answer.ok) return answer;
  const { exitCode, stdout, stderr } = answer.value;
  if (exitCode === 0) return { ok: true, value: stdout, atMs: answer.atMs };
  const reason = lastLine(stderr) ?? `the shell ended with code ${exitCode}`;
  return { ok: false, kind: 'command_failed', reason, atMs: answer.atMs };
}
