import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { programEnvironment } from '@/lib/settings/program-environment';
import type { LoadLine, LoadOrder } from './load-wire';

/** More than a request under way may take to have its answer or its error. */
const lastWordMs = 6_000;
const mainFile = 'lib/upstream/postgres/load/load-main.ts';

/**
 * Runs a load in a process of its own, and hands on each line that it says. Resolves when it has ended, with why it
 * ended early, in words, or null. When `signal` aborts it is stopped: it begins nothing new and tells what has come of
 * the rest, so that every write that was acknowledged is known. The password goes through its standard input.
 */
export function runLoad(
  order: LoadOrder,
  onLine: (line: LoadLine) => void,
  signal: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve) => {
    const root = process.cwd();
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, mainFile)], {
      cwd: root,
      env: programEnvironment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      // A session of its own: Linux shares the processor by session, so that it need not wait for Howdah's turn.
      detached: true,
    });
    let trouble: string | null = 'it ended before its time';
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-1000);
    });
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (text) => {
      const line: LoadLine = JSON.parse(text);
      if (line.type === 'ended') trouble = null;
      if (line.type === 'failed') trouble = line.message;
      onLine(line);
    });
    let lastWord: NodeJS.Timeout | undefined;
    const stop = () => {
      child.stdin.write('stop\n');
      lastWord = setTimeout(() => child.kill('SIGKILL'), lastWordMs);
    };
    signal.addEventListener('abort', stop, { once: true });
    child.on('error', (error) => {
      trouble = `it could not be started: ${error.message}`;
      resolve(trouble);
    });
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${JSON.stringify(order)}\n`);
    // After its last line, and not merely after its end.
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      clearTimeout(lastWord);
      if (trouble !== null && code !== 0 && said !== '')
        trouble = `${trouble}: ${said.trim().split('\n').at(-1)}`;
      resolve(trouble);
    });
    if (signal.aborted) stop();
  });
}
