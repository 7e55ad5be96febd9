import type { HostProcess, PostmasterEvidence, ServiceEvidence } from '@/lib/domain/diagnosis/evidence';
import type { Answer } from '@/lib/upstream/answer';
import type { RunHostCommand } from '../host-command';
import { all, ask, lookMs, numberOf, one, type Said } from './said';

/** Prints a process of /proc with its state, its age and its command. */
const tell = `
now=$(cut -d. -f1 /proc/uptime)
tick=$(getconf CLK_TCK 2>/dev/null || echo 100)
tell() {
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  command=$(tr '\\0\\t\\n' '   ' < "/proc/$1/cmdline" 2>/dev/null)
  rest=\${stat##*) }
  set -- "$1" $rest
  printf 'process\\t%s\\t%s\\t%s\\t%s\\n' "$1" "$2" "$((now - \${21} / tick))" "$command"
}
`;

const patroniScript = `${tell}
# Whoever has it as one whole argument; one program for all, because a host may have thousands of processes.
for file in $(grep -lzxFs -- "$1" /proc/[0-9]*/cmdline); do
  folder=\${file%/cmdline}
  read -r name < "$folder/comm" 2>/dev/null || continue
  case "$name" in sh|dash|bash|ssh|sshd|sshd-session|sudo|tail|cat|grep|supervisorctl|systemctl) continue ;; esac
  tell "\${folder#/proc/}"
done
exit 0
`;

const postmasterScript = `${tell}
[ -d "$1" ] || { echo "$1 is not there" >&2; exit 66; }
[ -x "$1" ] || { echo "$1 may not be entered" >&2; exit 77; }
[ -r "$1/postmaster.opts" ] && printf 'options\\t%s\\n' "$(tr '\\t\\n' '  ' < "$1/postmaster.opts")"
pid=$(head -n 1 "$1/postmaster.pid" 2>/dev/null) || exit 0
[ -n "$pid" ] || exit 0
printf 'pid\\t%s\\n' "$pid"
case "$(cat "/proc/$pid/comm" 2>/dev/null)" in postgres*|postmaster*) tell "$pid" ;; esac
exit 0
`;

function processesOf(said: Said): HostProcess[] {
  return all(said, 'process').flatMap(([pid, state, seconds, ...command]) => {
    const number = numberOf(pid);
    if (number === null || state === undefined) return [];
    return [{ pid: number, state, seconds: numberOf(seconds) ?? 0, command: command.join(' ').trim() }];
  });
}

/** The service manager's words, and the processes that were started with this configuration file. */
export async function readService(
  run: RunHostCommand,
  status: readonly string[],
  configFile: string,
  signal: AbortSignal,
): Promise<Answer<Omit<ServiceEvidence, 'start'>>> {
  const [processes, manager] = await Promise.all([
    ask(run, patroniScript, [configFile], signal),
    run(status, { timeoutMs: lookMs, signal }),
  ]);
  if (!processes.ok) return processes;
  const words = manager.ok ? manager.value.stdout.trim() || manager.value.stderr : manager.reason;
  return {
    ok: true,
    value: { said: words.replace(/\s+/g, ' ').trim().slice(0, 400), processes: processesOf(processes.value) },
    atMs: processes.atMs,
  };
}

/** The postmaster of a data folder, how it was last started, and whether it lives. */
export async function readPostmaster(
  run: RunHostCommand,
  dataDirectory: string,
  signal: AbortSignal,
): Promise<Answer<PostmasterEvidence>> {
  const answer = await ask(run, postmasterScript, [dataDirectory], signal);
  if (!answer.ok) return answer;
  const said = answer.value;
  return {
    ok: true,
    value: {
      pid: numberOf(one(said, 'pid')),
      process: processesOf(said)[0] ?? null,
      options: one(said, 'options'),
    },
    atMs: answer.atMs,
  };
}
