import { type ChildProcess, spawn } from 'node:child_process';

export interface ProgramOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Written to its standard input; without it there is none. */
  readonly input?: string | undefined;
  /** Given its standard output as it comes; the ending then holds none of it, and `maxOutputBytes` is of the rest. */
  readonly onStdout?: ((chunk: string) => void) | undefined;
}

export type Ending =
  | {
      readonly kind: 'exited';
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly kind: 'killed'; readonly by: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'not_started'; readonly code: string; readonly message: string };

/** How long after its end a program's output may still be held open by something that it left behind. */
const lingerMs = 500;
/** How long a program may take to end by itself once it was asked to. */
const graceMs = 1000;

/**
 * Runs a program in a process group of its own and settles exactly once: when it has ended, or as soon as time,
 * output or patience is used up; then the whole group is ended. Never rejects.
 */
export function runProgram(
  command: string,
  words: readonly string[],
  options: ProgramOptions,
): Promise<Ending> {
  if (options.signal?.aborted) return Promise.resolve({ kind: 'aborted' });
  return new Promise((resolve) => {
    const child = spawn(command, words, {
      cwd: '/',
      env: options.environment,
      detached: true,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const stdout: string[] = [];
    const stderr: string[] = [];
    let outputBytes = 0;
    let settled = false;
    let linger: NodeJS.Timeout | undefined;

    const settle = (ending: Ending) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      clearTimeout(linger);
      options.signal?.removeEventListener('abort', onAbort);
      if (child.exitCode === null && child.signalCode === null) endGroup(child);
      child.stdin?.destroy();
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(ending);
    };
    const onAbort = () => settle({ kind: 'aborted' });
    const timer = setTimeout(() => settle({ kind: 'timeout' }), options.timeoutMs);
    options.signal?.addEventListener('abort', onAbort, { once: true });

    const take = (into: string[]) => (chunk: string) => {
      outputBytes += Buffer.byteLength(chunk);
      if (outputBytes > options.maxOutputBytes) settle({ kind: 'too_large' });
      else into.push(chunk);
    };
    child.stdout?.setEncoding('utf8').on('data', options.onStdout ?? take(stdout));
    child.stderr?.setEncoding('utf8').on('data', take(stderr));

    const ended = () => {
      if (child.signalCode !== null) settle({ kind: 'killed', by: child.signalCode });
      else if (child.exitCode !== null) {
        settle({
          kind: 'exited',
          exitCode: child.exitCode,
          stdout: stdout.join(''),
          stderr: stderr.join(''),
        });
      }
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      settle({ kind: 'not_started', code: error.code ?? '', message: error.message });
    });
    child.on('exit', () => {
      linger = setTimeout(ended, lingerMs);
    });
    child.on('close', ended);

    if (child.stdin) {
      // A program that does not read what it is given is no failure of ours.
      child.stdin.on('error', () => undefined);
      child.stdin.end(options.input);
    }
  });
}

function endGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  signalGroup(pid, 'SIGTERM');
  const timer = setTimeout(() => {
    if (child.exitCode === null && child.signalCode === null) signalGroup(pid, 'SIGKILL');
  }, graceMs);
  timer.unref();
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended in the meantime.
  }
}
