import { spawn } from 'node:child_process';
import { LabError } from './lab-error';

export interface RunOptions {
  readonly userId?: number;
  readonly groupId?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly timeoutMs?: number;
  readonly cwd?: string;
}

export interface RunResult {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

export const standardPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Runs a program with an environment of its own, so that no setting of the caller's shell leaks into the lab. */
export function tryProgram(
  program: string,
  programArguments: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const environment: Record<string, string> = {
      PATH: standardPath,
      LANG: 'C.UTF-8',
      ...options.environment,
    };
    const child = spawn(program, programArguments, {
      cwd: options.cwd ?? '/',
      // Next declares NODE_ENV as always there; these programs have no use for it.
      env: environment as NodeJS.ProcessEnv,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: options.timeoutMs ?? 60_000,
      killSignal: 'SIGKILL',
      ...(options.userId === undefined ? {} : { uid: options.userId }),
      ...(options.groupId === undefined ? {} : { gid: options.groupId }),
    });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal !== null) errors += `\n${program} was ended by ${signal}`;
      resolve({ exitCode: code ?? 128, output, errors });
    });
    child.stdin.end(options.input ?? '');
  });
}

export async function runProgram(
  program: string,
  programArguments: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const result = await tryProgram(program, programArguments, options);
  if (result.exitCode !== 0) {
    const said = (result.errors.trim() || result.output.trim()).split('\n').slice(-8).join('\n');
    throw new LabError(`${program} ${programArguments.join(' ')} ended with ${result.exitCode}:\n${said}`);
  }
  return result.output;
}
