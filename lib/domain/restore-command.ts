import type { RestoreTarget } from '@/lib/contract/restore';
import { settingValue } from './postgres-setting';
import { shellText } from './shell-text';

export interface RestoreOptions {
  readonly stanza: string;
  /** Absolute path of pgBackRest's configuration on the member; null for its default. */
  readonly config: string | null;
  readonly label: string;
  /** Null before pgBackRest 2.32, which has no `--repo`. */
  readonly repository: number | null;
  /** Without it, all WAL that follows is replayed, and the instance promotes itself. */
  readonly aim?: {
    readonly target: RestoreTarget;
    /** The timeline that contained the target; by default pgBackRest would follow the newest. */
    readonly timeline: number;
    /** What happens at the target; `latest` has none, and stays a standby at the end of what is archived. */
    readonly action: 'pause' | 'promote';
  };
  /** More options, such as `--log-level-console=detail`. */
  readonly options?: readonly string[];
}

/**
 * The argument vector that restores one backup set over what a member has.
 * `--set` always: without it, pgBackRest before 2.37 silently took the newest backup when none fitted the target.
 * The target always in UTC: the hosts' time zones may differ.
 */
export function restoreArguments(restore: RestoreOptions): string[] {
  const { stanza, config, label, repository, aim, options = [] } = restore;
  return [
    'pgbackrest',
    ...(config === null ? [] : [`--config=${config}`]),
    `--stanza=${stanza}`,
    ...(repository === null ? [] : [`--repo=${repository}`]),
    `--set=${label}`,
    '--delta',
    ...(aim === undefined ? [] : aimWords(aim)),
    ...options,
    'restore',
  ];
}

function aimWords({ target, timeline, action }: NonNullable<RestoreOptions['aim']>): string[] {
  const line = `--target-timeline=${timeline}`;
  const then = `--target-action=${action}`;
  switch (target.type) {
    case 'time':
      return ['--type=time', `--target=${utcForRestore(new Date(target.at))}`, line, then];
    case 'lsn':
      return ['--type=lsn', `--target=${target.lsn}`, line, then];
    case 'xid':
      return ['--type=xid', `--target=${target.xid}`, line, then];
    case 'name':
      return ['--type=name', `--target=${settingValue(target.name)}`, line, then];
    case 'immediate':
      // pgBackRest refuses a timeline here: a set ends on the timeline that it was taken on.
      return ['--type=immediate', then];
    case 'latest':
      return ['--type=standby', line];
  }
}

/** The same as one line for a shell. */
export function restoreCommand(options: RestoreOptions): string {
  return shellText(restoreArguments(options));
}

/** Such as `2026-11-22 10:32:10.250+00`. */
export function utcForRestore(at: Date): string {
  return at.toISOString().replace('T', ' ').replace('Z', '+00');
}
