import type { BackupInput, ExpireInput, VerifyInput } from '@/lib/contract/operations';
import { shellText } from '../shell-text';

/** Where pgBackRest is run from: its configuration (absolute; null for its default) and the stanza. */
export interface RepositoryPlace {
  readonly config: string | null;
  readonly stanza: string;
}

/**
 * The argument vector of a backup. `detail` names each file with the part of the whole that is copied by then, in
 * every version; that is the progress. Source: pgBackRest's command reference.
 */
export function backupArguments(place: RepositoryPlace, input: BackupInput): string[] {
  const annotation = input.annotation.trim();
  return command(place, 'backup', 'detail', [
    `--type=${input.type}`,
    ...repositoryOption(input.repository),
    ...(annotation === '' ? [] : [`--annotation=comment=${annotation}`]),
  ]);
}

/** The argument vector of a check: configuration, connections, and one WAL segment on its way into the archive. */
export function checkArguments(place: RepositoryPlace): string[] {
  return command(place, 'check', 'info', []);
}

/** The argument vector of a verification with a report as text, as pgBackRest writes it since 2.41. */
export function verifyArguments(place: RepositoryPlace, { repository, set }: VerifyInput): string[] {
  return command(place, 'verify', 'info', [
    ...repositoryOption(repository),
    ...setOption(set),
    '--output=text',
    '--verbose',
  ]);
}

/** The argument vector of an expiry, or of one that only says what it would remove. */
export function expireArguments(
  place: RepositoryPlace,
  { repository, set }: ExpireInput,
  mode: 'real' | 'dry',
): string[] {
  return command(place, 'expire', 'info', [
    ...repositoryOption(repository),
    ...setOption(set),
    ...(mode === 'dry' ? ['--dry-run'] : []),
  ]);
}

/** What a person types to see what is in the repository. */
export function infoCommand(place: RepositoryPlace): string {
  return shellText(typedArguments(command(place, 'info', 'info', [])));
}

/** The same as a person would type it: without what only says how much is told. */
export function typedArguments(argv: readonly string[]): string[] {
  return argv.filter((word) => !word.startsWith('--log-level-'));
}

function command(
  { config, stanza }: RepositoryPlace,
  name: string,
  level: 'info' | 'detail',
  options: readonly string[],
): string[] {
  return [
    'pgbackrest',
    ...(config === null ? [] : [`--config=${config}`]),
    `--stanza=${stanza}`,
    // Everything in one stream and once, whatever the configuration says.
    `--log-level-console=${level}`,
    '--log-level-stderr=off',
    ...options,
    name,
  ];
}

function repositoryOption(repository: number | null): string[] {
  return repository === null ? [] : [`--repo=${repository}`];
}

function setOption(set: string | null): string[] {
  return set === null ? [] : [`--set=${set}`];
}
