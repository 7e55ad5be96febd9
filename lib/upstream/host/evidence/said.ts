import type { Answer } from '@/lib/upstream/answer';
import { lastLine, type RunHostCommand } from '../host-command';

/** Lines `word<TAB>…` of a script, by their first word; each line's further fields as they came. */
export type Said = ReadonlyMap<string, readonly (readonly string[])[]>;

export const lookMs = 8_000;

/** Runs a script whose lines begin with a word. Fails as `run` does, and with `command_failed` when the script gives up. */
export async function ask(
  run: RunHostCommand,
  script: string,
  words: readonly string[],
  signal: AbortSignal,
  timeoutMs = lookMs,
): Promise<Answer<Said>> {
  const answer = await run(['sh', '-c', `export LC_ALL=C\n${script}`, 'sh', ...words], { timeoutMs, signal });
  if (!answer.ok) return answer;
  const { exitCode, stdout, stderr } = answer.value;
  if (exitCode !== 0) {
    const reason = lastLine(stderr) ?? `the shell ended with code ${exitCode}`;
    return { ok: false, kind: 'command_failed', reason, atMs: answer.atMs };
  }
  return { ok: true, value: saidOf(stdout), atMs: answer.atMs };
}

export function saidOf(text: string): Said {
  const said = new Map<string, string[][]>();
  for (const line of text.split('\n')) {
    const [word = '', ...fields] = line.split('\t');
    if (word === '') continue;
    const known = said.get(word) ?? [];
    known.push(fields);
    said.set(word, known);
  }
  return said;
}

export function one(said: Said, word: string): string | null {
  const field = said.get(word)?.[0]?.[0]?.trim();
  return field === undefined || field === '' ? null : field;
}

export function all(said: Said, word: string): readonly (readonly string[])[] {
  return said.get(word) ?? [];
}

export function numberOf(text: string | undefined | null): number | null {
  if (text === undefined || text === null || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
