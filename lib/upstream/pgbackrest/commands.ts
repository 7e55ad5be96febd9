import type { PgbackrestSettings } from '@/lib/settings/types';

/** The argument vector of `pgbackrest info` for the settings' stanza, as JSON. */
export function infoCommand(settings: PgbackrestSettings): string[] {
  return [...base(settings), '--output=json', 'info'];
}

/** The same with the contents of one backup set. `--repo` is null before pgBackRest 2.32, which does not know it. */
export function infoSetCommand(
  settings: PgbackrestSettings,
  label: string,
  repository: number | null,
): string[] {
  return [
    ...base(settings),
    ...(repository === null ? [] : [`--repo=${repository}`]),
    `--set=${label}`,
    '--output=json',
    'info',
  ];
}

/** What every command of Howdah's begins with. */
export function base({ config, stanza }: PgbackrestSettings): string[] {
  return [
    'pgbackrest',
    ...(config === null ? [] : [`--config=${config}`]),
    `--stanza=${stanza}`,
    // Whatever the configuration says: nothing but the answer on standard output, and errors beside it.
    '--log-level-console=off',
    '--log-level-stderr=error',
  ];
}
