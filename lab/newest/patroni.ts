import { stringify } from 'yaml';
import { addressOf, etcdEndpoint, type NewestContext, postgresVersion } from './context';
import { readSecret } from './secrets';
import { type Cluster, edgeHost, type Member } from './shape';

export const socketFolder = '/run/pg-sockets';
export const dataFolder = `/var/lib/postgresql/${postgresVersion}/main`;
export const walFolder = '/srv/pg-wal';
export const tablespaceFolder = '/srv/pg-tablespaces/ts1';
export const postgresBin = `/usr/lib/postgresql/${postgresVersion}/bin`;
export const patroniConfigFile = '/etc/patroni/config.yml';
export const patroniLogFolder = '/var/log/patroni';
export const restUser = 'patroni';
/** A permanent logical slot that the application's second half reads. */
export const logicalSlot = 'app_cdc';

const tls = { folder: '/etc/howdah-lab', ca: '/etc/howdah-lab/ca.crt' };

export function patroniConfig(context: NewestContext, cluster: Cluster, member: Member): string {
  const { layout } = context;
  const address = addressOf(context, member.name);
  const rest = { username: restUser, password: readSecret(layout, 'patroni-rest') };
  const login = (username: string, secret: 'superuser' | 'replicator' | 'rewinder') => ({
    username,
    password: readSecret(layout, secret),
    sslmode: 'verify-full',
    sslrootcert: tls.ca,
  });
  return stringify({
    scope: cluster.name,
    namespace: '/db/',
    name: member.name,
    log: { dir: patroniLogFolder, level: 'INFO' },
    restapi: {
      listen: `${address}:8008`,
      connect_address: `${address}:8008`,
      certfile: `${tls.folder}/host.crt`,
      keyfile: `${tls.folder}/host.key`,
      cafile: tls.ca,
      verify_client: 'none',
      authentication: rest,
    },
    ctl: { cacert: tls.ca, authentication: rest },
    etcd3: { hosts: [etcdEndpoint()] },
    bootstrap: {
      dcs: clusterSettings(context, cluster),
      initdb: [
        { encoding: 'UTF8' },
        { locale: 'C.UTF-8' },
        'data-checksums',
        ...(cluster.hasRepository ? [{ waldir: `${walFolder}/main` }] : []),
      ],
    },
    postgresql: {
      listen: `${address}:5432`,
      connect_address: `${address}:5432`,
      use_unix_socket: true,
      data_dir: dataFolder,
      bin_dir: postgresBin,
      pgpass: '/var/lib/postgresql/.pgpass_patroni',
      authentication: {
        superuser: login('postgres', 'superuser'),
        replication: login('replicator', 'replicator'),
        rewind: login('rewinder', 'rewinder'),
      },
      parameters: { unix_socket_directories: socketFolder, lc_messages: member.messages },
      pg_hba: [
        'local all postgres peer',
        'local all all scram-sha-256',
        'hostssl replication replicator 127.0.0.0/8 scram-sha-256',
        'hostssl all all 127.0.0.0/8 scram-sha-256',
      ],
      ...replicaMethods(cluster),
    },
    tags: member.tags,
  });
}

function replicaMethods({ name, hasRepository }: Cluster): object {
  if (!hasRepository) return { basebackup: { checkpoint: 'fast' } };
  return {
    create_replica_methods: ['pgbackrest', 'basebackup'],
    pgbackrest: {
      command: `pgbackrest --stanza=${name} --delta --type=standby restore`,
      keep_data: true,
      no_params: true,
    },
    basebackup: { checkpoint: 'fast', waldir: `${walFolder}/main` },
  };
}

function clusterSettings(context: NewestContext, cluster: Cluster): object {
  const { hasRepository, isQuorum, isStandby, name } = cluster;
  const archiving = {
    archive_mode: 'on',
    archive_timeout: '60s',
    archive_command: `pgbackrest --stanza=${name} archive-push %p`,
  };
  return {
    ...context.pace,
    maximum_lag_on_failover: 33_554_432,
    check_timeline: true,
    ...(isQuorum ? { synchronous_mode: 'quorum', synchronous_node_count: 1 } : {}),
    ...(isStandby ? { standby_cluster: standbyOf(context) } : {}),
    ...(hasRepository
      ? { slots: { [logicalSlot]: { type: 'logical', database: 'app', plugin: 'pgoutput' } } }
      : {}),
    postgresql: {
      use_pg_rewind: true,
      use_slots: true,
      parameters: { ...parameters, ...(hasRepository ? archiving : {}) },
      ...(hasRepository
        ? { recovery_conf: { restore_command: `pgbackrest --stanza=${name} archive-get %f "%p"` } }
        : {}),
    },
  };
}

function standbyOf(context: NewestContext): object {
  return { host: addressOf(context, edgeHost), port: 5000, create_replica_methods: ['basebackup'] };
}

const parameters = {
  wal_level: 'logical',
  max_connections: 100,
  max_wal_senders: 14,
  max_replication_slots: 14,
  max_worker_processes: 12,
  shared_buffers: '32MB',
  min_wal_size: '64MB',
  max_wal_size: '256MB',
  wal_keep_size: '64MB',
  wal_retrieve_retry_interval: '1s',
  track_commit_timestamp: 'on',
  hot_standby_feedback: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  ssl: 'on',
  ssl_cert_file: `${tls.folder}/host.crt`,
  ssl_key_file: `${tls.folder}/host.key`,
  ssl_ca_file: tls.ca,
  logging_collector: 'on',
  log_directory: '/var/log/postgresql',
  log_filename: 'postgresql-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_line_prefix: '%m [%p] %q%u@%d ',
};
