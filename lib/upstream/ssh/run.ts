import { unlink } from 'node:fs/promises';
import { shellText } from '@/lib/domain/shell-text';
import { programEnvironment } from '@/lib/settings/program-environment';
import type { HostSettings, SshSettings } from '@/lib/settings/types';
import type { Answer, FailureKind } from '@/lib/upstream/answer';
import { controlSocketPath } from './control-socket';
import { sshFailure } from './failure';
import { type Ending, type ProgramOptions, runProgram } from './program';

export interface HostRunOptions {
  /** For everything together: connecting, running, reading. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Of standard output and error together; 32 MiB when absent. */
  readonly maxOutputBytes?: number;
  /** Given to the command as its standard input, which is empty otherwise. */
  readonly input?: string;
  /** For answers too long to hold: given the standard output in pieces, which is then neither kept nor counted. */
  readonly onStdout?: (chunk: string) => void;
}

export interface HostCommandResult {
  readonly stdout: string;
  readonly stderr: string;
  /** The command's own; 127 when the host does not know it. */
  readonly exitCode: number;
}

const defaultMaxOutputBytes = 32 * 1024 * 1024;
const connectTimeoutMs = 10_000;

/**
 * Runs a command on a host, by the system's own `ssh` or on this machine.
 * Any end of the command itself is an ok answer, with its exit code; only not reaching it, or not hearing of its end,
 * is a failure. After a timeout or an abort over ssh the command may still run on the host.
 */
export async function runOnHost(
  host: Pick<HostSettings, 'transport'>,
  ssh: SshSettings,
  argv: readonly string[],
  options: HostRunOptions,
): Promise<Answer<HostCommandResult>> {
  const programOptions: ProgramOptions = {
    environment: { ...programEnvironment(), LC_ALL: 'C' },
    timeoutMs: options.timeoutMs,
    maxOutputBytes: options.maxOutputBytes ?? defaultMaxOutputBytes,
    signal: options.signal,
    input: options.input,
    onStdout: options.onStdout,
  };
  return host.transport.kind === 'local'
    ? runHere(argv, programOptions)
    : runOverSsh(host.transport.destination, ssh, argv, programOptions);
}

async function runHere(argv: readonly string[], options: ProgramOptions): Promise<Answer<HostCommandResult>> {
  const [command = '', ...words] = argv;
  const ending = await runProgram(command, words, options);
  if (ending.kind === 'exited') return finished(ending);
  if (ending.kind === 'not_started' && ending.code === 'ENOENT') {
    return finished({ stdout: '', stderr: `${command}: command not found\n`, exitCode: 127 });
  }
  if (ending.kind === 'not_started' && ending.code === 'EACCES') {
    return finished({ stdout: '', stderr: `${command}: permission denied\n`, exitCode: 126 });
  }
  return unfinished(`${command} on this machine`, ending, options);
}

async function runOverSsh(
  destination: string,
  ssh: SshSettings,
  argv: readonly string[],
  options: ProgramOptions,
): Promise<Answer<HostCommandResult>> {
  const socket = controlSocketPath(destination, ssh.configFile);
  const words = sshWords(destination, ssh.configFile, socket, argv, options.timeoutMs);
  const ending = await runProgram('ssh', words, options);
  if (ending.kind === 'exited') {
    if (ending.exitCode !== 255) return finished(ending);
    const byHand = shellText(['ssh', ...configWords(ssh.configFile), destination]);
    const { kind, why } = sshFailure(byHand, ending.stderr);
    return failed(kind, `ssh to ${destination} failed: ${why}`);
  }
  if (ending.kind === 'timeout' && socket !== null) {
    // The shared connection may be the dead one. What else runs on it goes on; the next command gets a new one.
    await unlink(socket).catch(() => undefined);
  }
  if (ending.kind === 'not_started' && ending.code === 'ENOENT') {
    return failed('not_found', 'ssh was not found on the machine that Howdah runs on');
  }
  return unfinished(`${argv[0] ?? 'ssh'} on ${destination}`, ending, options);
}

/** The words after `ssh`. Exported for its test. */
export function sshWords(
  destination: string,
  configFile: string | null,
  socket: string | null,
  argv: readonly string[],
  timeoutMs: number,
): readonly string[] {
  const connectSeconds = Math.max(1, Math.ceil(Math.min(timeoutMs, connectTimeoutMs) / 1000));
  return [
    '-T',
    ...configWords(configFile),
    ...option('BatchMode', 'yes'),
    ...option('ConnectTimeout', String(connectSeconds)),
    // A host that froze ends the connection, the shared one too, instead of holding it for ever.
    ...option('ServerAliveInterval', '5'),
    ...option('ServerAliveCountMax', '3'),
    ...option('LogLevel', 'ERROR'),
    ...option('RemoteCommand', 'none'),
    ...option('ClearAllForwardings', 'yes'),
    ...(socket === null
      ? option('ControlPath', 'none')
      : [
          ...option('ControlMaster', 'auto'),
          ...option('ControlPersist', '60'),
          ...option('ControlPath', socket),
        ]),
    '--',
    destination,
    shellText(argv),
  ];
}

function configWords(configFile: string | null): readonly string[] {
  return configFile === null ? [] : ['-F', configFile];
}

function option(name: string, value: string): readonly string[] {
  return ['-o', `${name}=${value}`];
}

function unfinished(what: string, ending: Ending, options: ProgramOptions): Answer<HostCommandResult> {
  switch (ending.kind) {
    case 'timeout':
      return failed('timeout', `${what} did not finish within ${options.timeoutMs / 1000} s`);
    case 'aborted':
      return failed('other', `${what} was called off`);
    case 'too_large':
      return failed('too_large', `${what} wrote more than ${options.maxOutputBytes} bytes`);
    case 'killed':
      return failed('connection_lost', `${what} was ended by ${ending.by}`);
    case 'not_started':
      return failed('other', `${what} could not be started: ${ending.message}`);
    case 'exited':
      return finished(ending);
  }
}

function finished({ stdout, stderr, exitCode }: HostCommandResult): Answer<HostCommandResult> {
  return { ok: true, value: { stdout, stderr, exitCode }, atMs: Date.now() };
}

function failed(kind: FailureKind, reason: string): Answer<HostCommandResult> {
  return { ok: false, kind, reason, atMs: Date.now() };
}
