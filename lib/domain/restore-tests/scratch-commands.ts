import type { RestoreTarget } from '@/lib/contract/restore';
import { settingValue, walCommand } from '../postgres-setting';
import { utcForRestore } from '../restore-command';
import type { ScratchPlace } from './scratch-place';

export interface ScratchRestore {
  readonly stanza: string;
  /** Absolute path of pgBackRest's configuration on the host; null for its default. */
  readonly config: string | null;
  readonly label: string;
  /** Null before pgBackRest 2.32, which has no `--repo`. */
  readonly repository: number | null;
  readonly target: RestoreTarget;
  readonly timeline: number;
}

/**
 * The argument vector that restores a set into a scratch folder. Whatever that host's configuration says, nothing
 * outside of the folder is written: no `delta` over what is there, no link and no tablespace followed, a lock of its
 * own beside that of a real restore, and a `restore_command` of its own, which leaves a member's asynchronous
 * `archive-get` queue alone. Options as pgBackRest 2.32 to 2.5x know them; seen to work with 2.45.
 */
export function scratchRestoreArguments(restore: ScratchRestore, place: ScratchPlace): string[] {
  return [
    ...base(restore),
    `--set=${restore.label}`,
    ...['--no-delta', '--no-link-all', '--reset-link-map', '--reset-tablespace-map'],
    ...['--reset-db-include', '--reset-db-exclude'],
    ...here(place),
    `--tablespace-map-all=${place.tablespaces}`,
    '--archive-mode=off',
    ...aim(restore),
    `--recovery-option=restore_command=${settingValue(fetchCommand(restore, place))}`,
    ...['--log-level-console=detail', '--log-level-stderr=off', '--log-level-file=off'],
    'restore',
  ];
}

function base({ config, stanza, repository }: ScratchRestore): string[] {
  return [
    'pgbackrest',
    ...(config === null ? [] : [`--config=${config}`]),
    `--stanza=${stanza}`,
    ...(repository === null ? [] : [`--repo=${repository}`]),
  ];
}

/** On a repository host `pg1` is a member somewhere else: this makes it the scratch folder here. */
function here({ data, lock }: ScratchPlace): string[] {
  return ['--reset-pg1-host', `--pg1-path=${data}`, `--lock-path=${lock}`];
}

/** What PostgreSQL runs for each segment. */
function fetchCommand(restore: ScratchRestore, place: ScratchPlace): string {
  const words = [
    ...base(restore),
    ...here(place),
    ...['--no-archive-async', '--log-level-console=off', '--log-level-stderr=warn', '--log-level-file=off'],
    'archive-get',
  ];
  return walCommand(words);
}

/** The scratch instance opens at the target: only a database that takes writes again is proven. */
function aim({ target, timeline }: ScratchRestore): string[] {
  const line = `--target-timeline=${timeline}`;
  const open = '--target-action=promote';
  switch (target.type) {
    case 'time':
      return ['--type=time', `--target=${utcForRestore(new Date(target.at))}`, line, open];
    case 'lsn':
      return ['--type=lsn', `--target=${target.lsn}`, line, open];
    case 'xid':
      return ['--type=xid', `--target=${target.xid}`, line, open];
    case 'name':
      return ['--type=name', `--target=${settingValue(target.name)}`, line, open];
    case 'immediate':
      // pgBackRest takes no timeline here, and PostgreSQL's default is the newest, which may not hold the set's end.
      return ['--type=immediate', open, `--recovery-option=recovery_target_timeline=${timeline}`];
    case 'latest':
      return ['--type=default', line];
  }
}

/**
 * Settings of the scratch instance, over whatever was restored with it. Nobody reaches it but through its own socket,
 * it archives nothing, follows nobody, subscribes to nothing, and runs no library or command that came with the backup.
 * Connections come only once it has opened: a standby that lets readers in stops replaying when WAL says that the
 * primary's limits were raised. PostgreSQL 12 and later.
 */
export function scratchSettings(
  { folder, config, access, identities }: ScratchPlace,
  port: number,
  preparedTransactions: number,
): Record<string, string> {
  return {
    config_file: config,
    hba_file: access,
    ident_file: identities,
    external_pid_file: '',
    listen_addresses: '',
    unix_socket_directories: folder,
    port: String(port),
    ssl: 'off',
    hot_standby: 'off',
    archive_mode: 'off',
    archive_command: '/bin/false',
    archive_cleanup_command: '',
    recovery_end_command: '',
    primary_conninfo: '',
    synchronous_standby_names: '',
    shared_preload_libraries: '',
    session_preload_libraries: '',
    local_preload_libraries: '',
    max_logical_replication_workers: '0',
    autovacuum: 'off',
    jit: 'off',
    max_connections: '20',
    max_prepared_transactions: String(Math.max(preparedTransactions, 100)),
    shared_buffers: '64MB',
    huge_pages: 'off',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_min_messages: 'warning',
    lc_messages: 'C',
    cluster_name: 'howdah_restore_test',
  };
}

/** How `pg_amcheck` is asked: every database, heap and b-trees; it brings its extension into the scratch instance. */
export function amcheckArguments(bin: string, folder: string, port: number, user: string): string[] {
  return [
    `${bin}/pg_amcheck`,
    ...['-h', folder, '-p', String(port), '-U', user, '--no-password'],
    ...['--all', '--install-missing', '--jobs=2'],
  ];
}
