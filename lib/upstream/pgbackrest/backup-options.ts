import type { BackupOptions } from '@/lib/domain/repository/backup-plan';
import type { PgbackrestSettings } from '@/lib/settings/types';
import type { Answer } from '@/lib/upstream/answer';
import type { RunPgbackrest } from './read';

/**
 * Asks pgBackRest's help for its version and for what its configuration says of `backup-standby`: help is the one
 * command that tells an option as it is set, and it touches nothing. Null for what it does not tell.
 * Fails as `run` does, and with `command_failed`. Source: help.c of pgBackRest 2.45.
 */
export async function readBackupOptions(
  run: RunPgbackrest,
  { config, stanza, host }: PgbackrestSettings,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<Answer<BackupOptions>> {
  const argv = [
    'pgbackrest',
    ...(config === null ? [] : [`--config=${config}`]),
    `--stanza=${stanza}`,
    'help',
    'backup',
    'backup-standby',
  ];
  const answer = await run(argv, timeoutMs);
  if (!answer.ok) return answer;
  const { stdout, exitCode } = answer.value;
  if (exitCode !== 0) {
    const reason = `pgbackrest help on host ${host} failed with code ${exitCode}`;
    return { ok: false, kind: 'command_failed', reason, atMs: answer.atMs };
  }
  return { ok: true, value: optionsOf(stdout), atMs: answer.atMs };
}

const words: Readonly<Record<string, BackupOptions['standby']>> = {
  true: 'y',
  y: 'y',
  false: 'n',
  n: 'n',
  prefer: 'prefer',
};

function optionsOf(help: string): BackupOptions {
  const set = /^current: (\S+)/m.exec(help)?.[1] ?? /^default: (\S+)/m.exec(help)?.[1] ?? '';
  return { version: /^pgBackRest (\d+\.\d+\S*)/m.exec(help)?.[1] ?? null, standby: words[set] ?? null };
}
