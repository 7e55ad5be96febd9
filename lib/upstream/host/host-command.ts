import type { Answer } from '@/lib/upstream/answer';

/** Runs a command on one host, such as over ssh; every end of the command itself is an ok answer. */
export type RunHostCommand = (
  argv: readonly string[],
  options: { readonly timeoutMs: number; readonly input?: string; readonly signal?: AbortSignal },
) => Promise<Answer<{ readonly stdout: string; readonly stderr: string; readonly exitCode: number }>>;

/** The last line of what a program wrote that says something; such as the reason of its failure. */
export function lastLine(text: string): string | null {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').at(-1) ?? null;
}
