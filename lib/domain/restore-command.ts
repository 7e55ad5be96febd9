import { shellText } from './shell-text';

export interface RestoreOptions {
  readonly stanza: string;
  /** Absolute path of pgBackRest's configuration on the member; null for its default. */
  readonly config: string | null;
  readonly label: string;
  /** Null before pgBackRest 2.32, which has no `--repo`. */
  readonly repository: number | null;
  /** Without it, all WAL that follows is replayed. */
  readonly target?: {
    readonly at: Date;
    /** The timeline that contained the moment; by default pgBackRest would follow the newest. */
    readonly timeline: number;
  };
}

/**
 * The argument vector that restores one backup set over what a member has.
 * `--set` always: without it, pgBackRest before 2.37 silently took the newest backup when none fitted the target.
 * The target always in UTC: the hosts' time zones may differ.
 */
function restoreArguments({ stanza, config, label, repository, target }: RestoreOptions): string[] {
  return [
    'pgbackrest',
    ...(config === null ? [] : [`--config=${config}`]),
    `--stanza=${stanza}`,
    ...(repository === null ? [] : [`--repo=${repository}`]),
    `--set=${label}`,
    '--delta',
    ...(target === undefined
      ? []
      : [
          '--type=time',
          `--target=${utcForRestore(target.at)}`,
          `--target-timeline=${target.timeline}`,
          '--target-action=pause',
        ]),
    'restore',
  ];
}

/** The same as one line for a shell. */
export function restoreCommand(options: RestoreOptions): string {
  return shellText(restoreArguments(options));
}

/** Such as `2026-11-22 10:32:10.250+00`. */
function utcForRestore(at: Date): string {
  return at.toISOString().replace('T', ' ').replace('Z', '+00');
}
