import { settingLine } from '@/lib/domain/postgres-setting';
import type { Answer } from '@/lib/upstream/answer';
import { lastLine, type RunHostCommand } from './host-command';

/** A data folder on a host, and the programs of its version. */
export interface InstancePlace {
  readonly dataDirectory: string;
  readonly binDirectory: string;
  /** Where its configuration is when it is not in the data folder. */
  readonly configFile: string | null;
}

/** A folder that only the account of the commands may enter: for the socket, the access rules and the log of an instance. */
export interface PrivateFolder {
  readonly path: string;
}

/** Short, because a socket's path may have at most 107 bytes. */
export function privateFolder(id: string): PrivateFolder {
  return { path: `/tmp/howdah-${id.replaceAll('-', '').slice(0, 12)}` };
}

export const logFile = ({ path }: PrivateFolder): string => `${path}/postgres.log`;

const prepareScript = `
umask 077
mkdir "$1" 2>/dev/null
[ -d "$1" ] && [ ! -L "$1" ] && [ -O "$1" ] || { echo "$1 belongs to somebody else" >&2; exit 73; }
chmod 700 "$1" && printf '%s' "$2" > "$1/hba.conf"
`;

/**
 * Makes it, with access rules that let in these roles and no other, by whoever reaches the socket: nobody but the
 * account of the commands can. Can be repeated.
 */
export function preparePrivateFolder(
  run: RunHostCommand,
  folder: PrivateFolder,
  roles: readonly string[],
): Promise<Answer<string>> {
  return checked(run, ['sh', '-c', prepareScript, 'sh', folder.path, accessRules(roles)], 20_000);
}

/**
 * `pg_hba.conf` for a private socket. A name that it cannot hold is left out, and its role is not let in: with a line
 * end, or with a slash in front, which is a regular expression even in quotes. Source: PostgreSQL 16's `hba.c`.
 */
export function accessRules(roles: readonly string[]): string {
  return roles
    .filter((role) => !/^\/|[\r\n\0]/.test(role))
    .map((role) => `local all "${role.replaceAll('"', '""')}" trust\n`)
    .join('');
}

const aimScript = `
set -e
cd "$1"
mode="$2"
shift 2
sed -i '/^recovery_target/d' postgresql.auto.conf
for line in "$@"; do printf '%s\\n' "$line" >> postgresql.auto.conf; done
case "$mode" in
standby) rm -f recovery.signal; touch standby.signal ;;
target) rm -f standby.signal; touch recovery.signal ;;
esac
`;

/**
 * Aims a stopped instance at a target: what pgBackRest wrote into postgresql.auto.conf gives way to `settings`. There
 * and not as options of the start, because a postgresql.conf of Patroni has the other targets, emptied, and
 * PostgreSQL takes an empty one after an option for a second target. `standby` recovers without promoting itself.
 */
export function prepareRecovery(
  run: RunHostCommand,
  { dataDirectory }: InstancePlace,
  mode: 'target' | 'standby',
  settings: Readonly<Record<string, string>>,
): Promise<Answer<string>> {
  const lines = Object.entries(settings).map(([name, value]) => settingLine(name, value));
  return checked(run, ['sh', '-c', aimScript, 'sh', dataDirectory, mode, ...lines], 20_000);
}

/** Takes the aim out again: left there, it would stop a later standby at the same target. */
export function clearAim(run: RunHostCommand, { dataDirectory }: InstancePlace): Promise<Answer<string>> {
  return checked(run, ['sh', '-c', aimScript, 'sh', dataDirectory, 'neither'], 20_000);
}

const archiveScript = `
set -e
cd "$1"
[ -e standby.signal ] || [ -e recovery.signal ] || grep -q '^restore_command' postgresql.auto.conf ||
  printf '%s\\n' "$2" >> postgresql.auto.conf
`;

/**
 * Gives a stopped primary the command that fetches WAL, so that pg_rewind finds what it has recycled: Patroni writes
 * it for replicas only, and takes this line out again when it starts PostgreSQL.
 */
export function lendRestoreCommand(
  run: RunHostCommand,
  { dataDirectory }: InstancePlace,
  command: string,
): Promise<Answer<string>> {
  const line = settingLine('restore_command', command);
  return checked(run, ['sh', '-c', archiveScript, 'sh', dataDirectory, line], 20_000);
}

export function removePrivateFolder(run: RunHostCommand, folder: PrivateFolder): Promise<Answer<string>> {
  return checked(run, ['rm', '-rf', folder.path], 20_000);
}

/**
 * The argument vector that starts an instance without waiting for it, with `settings` over whatever its own
 * configuration says. Patroni's command line is not used: it is the one of a running member.
 */
export function startArguments(
  { dataDirectory, binDirectory, configFile }: InstancePlace,
  log: string,
  settings: Readonly<Record<string, string>>,
): string[] {
  const words = [
    ...(configFile === null ? [] : [`--config-file=${optionText(configFile)}`]),
    ...Object.entries(settings).map(([name, value]) => `-c ${name}=${optionText(value)}`),
  ];
  return [`${binDirectory}/pg_ctl`, '-D', dataDirectory, '-l', log, '-W', '-o', words.join(' '), 'start'];
}

/** Starts it; whether it came up is to be looked at. Fails as `run` does and with `command_failed`. */
export function startInstance(run: RunHostCommand, argv: readonly string[]): Promise<Answer<string>> {
  return checked(run, argv, 30_000);
}

export function stopArguments(
  { dataDirectory, binDirectory }: InstancePlace,
  mode: 'fast' | 'immediate',
  seconds: number,
): string[] {
  return [`${binDirectory}/pg_ctl`, '-D', dataDirectory, '-m', mode, '-w', '-t', String(seconds), 'stop'];
}

const statusScript = `
"$2/pg_ctl" -D "$1" status > /dev/null 2>&1 && echo running || echo stopped
`;

/** Whether a postmaster holds the data folder. Fails as `run` does. */
export async function instanceRuns(run: RunHostCommand, place: InstancePlace): Promise<Answer<boolean>> {
  const words = [place.dataDirectory, place.binDirectory];
  const answer = await checked(run, ['sh', '-c', statusScript, 'sh', ...words], 15_000);
  return answer.ok ? { ...answer, value: answer.value.trim() === 'running' } : answer;
}

/** The end of a log, at most 128 KiB; empty while there is none. */
export function readLogTail(run: RunHostCommand, file: string): Promise<Answer<string>> {
  return checked(run, ['sh', '-c', 'tail -c 131072 "$1" 2>/dev/null; exit 0', 'sh', file], 15_000);
}

/** What a command wrote; `command_failed` with its last words when it ended otherwise than well. */
export async function checked(
  run: RunHostCommand,
  argv: readonly string[],
  timeoutMs: number,
): Promise<Answer<string>> {
  const answer = await run(argv, { timeoutMs });
  if (!answer.ok) return answer;
  const { exitCode, stdout, stderr } = answer.value;
  if (exitCode === 0) return { ok: true, value: stdout, atMs: answer.atMs };
  const said = lastLine(stderr) ?? lastLine(stdout) ?? 'without a word';
  return {
    ok: false,
    kind: 'command_failed',
    reason: `${argv[0]} ended with code ${exitCode}: ${said}`,
    atMs: answer.atMs,
  };
}

/** pg_ctl gives its `-o` to a shell. */
function optionText(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
