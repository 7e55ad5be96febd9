import { stringify } from 'yaml';
import { type AddressBlock, ports } from './address-block';
import type { LabContext } from './lab-context';
import { clusterName, type MemberName, memberNames, stanzaName } from './members';
import type { Secrets } from './secrets';

export const restUser = 'howdah';

export function patroniConfig(context: LabContext, member: MemberName, secrets: Secrets): string {
  const { layout, block, service, programs, pace } = context;
  const own = layout.members[member];
  const address = block.hosts[member];
  const pgbackrest = `${programs.pgbackrest} --config=${own.pgbackrestConfig} --stanza=${stanzaName}`;

  return stringify({
    scope: clusterName,
    name: member,
    restapi: {
      listen: `${address}:${ports.patroni}`,
      connect_address: `${address}:${ports.patroni}`,
      authentication: { username: restUser, password: secrets['patroni-rest'] },
    },
    etcd3: { host: `${block.front}:${ports.etcd}` },
    bootstrap: {
      dcs: { ...pace, ...clusterSettings },
      initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
    },
    postgresql: {
      listen: `${address}:${ports.postgres}`,
      connect_address: `${address}:${ports.postgres}`,
      data_dir: own.data,
      bin_dir: programs.postgresBin,
      pgpass: `${own.home}/pgpass`,
      authentication: {
        superuser: { username: 'postgres', password: secrets.postgres },
        replication: { username: 'replicator', password: secrets.replicator },
        rewind: { username: 'rewind', password: secrets.rewind },
      },
      parameters: {
        unix_socket_directories: own.socketFolder,
        archive_command: `${pgbackrest} archive-push "%p"`,
        log_directory: own.log,
      },
      recovery_conf: { restore_command: `${pgbackrest} archive-get %f "%p"` },
      pg_hba: [
        'local all postgres peer map=lab',
        'local all all scram-sha-256',
        'host replication replicator 127.0.0.0/8 scram-sha-256',
        'host all all 127.0.0.0/8 scram-sha-256',
      ],
      // pgBackRest has no password to give: its account on the host is its identity.
      pg_ident: [`lab ${service.name} postgres`],
      create_replica_methods: ['pgbackrest', 'basebackup'],
      pgbackrest: {
        // Patroni writes the recovery settings itself; a second set in postgresql.auto.conf would win over them.
        command: `${pgbackrest} --delta --type=preserve restore`,
        keep_data: true,
        no_params: true,
      },
      basebackup: { checkpoint: 'fast' },
    },
  });
}

const clusterSettings = {
  maximum_lag_on_failover: 1_048_576,
  postgresql: {
    use_pg_rewind: true,
    use_slots: true,
    parameters: {
      wal_level: 'replica',
      hot_standby: 'on',
      wal_log_hints: 'on',
      max_connections: 100,
      max_wal_senders: 10,
      max_replication_slots: 10,
      shared_buffers: '32MB',
      // In the data folder instead of /dev/shm, so that a killed PostgreSQL leaves nothing outside the lab's folder.
      dynamic_shared_memory_type: 'mmap',
      min_wal_size: '64MB',
      max_wal_size: '256MB',
      wal_keep_size: '64MB',
      // With the default of 5 s a replica is still on the old timeline when a killed leader comes back
      // and archives its last segment, replays that, and can then follow nobody.
      wal_retrieve_retry_interval: '1s',
      max_slot_wal_keep_size: '1GB',
      archive_mode: 'on',
      archive_timeout: '30s',
      password_encryption: 'scram-sha-256',
      timezone: 'UTC',
      log_timezone: 'UTC',
      logging_collector: 'on',
      log_filename: 'postgresql-%a.log',
      log_rotation_age: '1d',
      log_truncate_on_rotation: 'on',
      log_line_prefix: '%m [%p] %q%u@%d ',
    },
  },
};

export interface MemberView {
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly timeline: number | undefined;
  readonly lag: number | string | undefined;
}

export function patroniUrl(block: AddressBlock, member: MemberName): string {
  return `http://${block.hosts[member]}:${ports.patroni}`;
}

export async function readCluster(block: AddressBlock, member: MemberName): Promise<MemberView[]> {
  const answer = await fetch(`${patroniUrl(block, member)}/cluster`, {
    signal: AbortSignal.timeout(1500),
  });
  const body = (await answer.json()) as { members?: Partial<MemberView>[] };
  return (body.members ?? []).map((view) => ({
    name: view.name ?? '',
    role: view.role ?? '',
    state: view.state ?? '',
    timeline: view.timeline,
    lag: view.lag,
  }));
}

/** The cluster by whichever member answers. */
export async function readClusterFromAny(block: AddressBlock): Promise<MemberView[] | undefined> {
  const asked = memberNames.map(async (member) => {
    const views = await readCluster(block, member);
    if (views.length === 0) throw new Error(`${member} knows no members`);
    return views;
  });
  return Promise.any(asked).catch(() => undefined);
}

export function allFollow(views: readonly MemberView[]): boolean {
  const leader = views.find((view) => view.role === 'leader' && view.state === 'running');
  const replicas = views.filter(
    (view) =>
      view.role === 'replica' &&
      (view.state === 'running' || view.state === 'streaming') &&
      view.timeline === leader?.timeline &&
      typeof view.lag === 'number',
  );
  return leader !== undefined && replicas.length === memberNames.length - 1;
}
