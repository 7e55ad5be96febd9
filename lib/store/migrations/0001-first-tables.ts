export const name = '0001-first-tables';

export const sql = `
create table howdah.events (
  id bigint generated always as identity primary key,
  cluster text not null,
  at timestamptz not null,
  kind text not null,
  severity text not null,
  subject text,
  title text not null,
  operation_id text,
  detail jsonb not null default '{}'
);
create index events_by_cluster on howdah.events (cluster, id desc);
create index events_leader_changes on howdah.events (cluster, at) where kind = 'leader_changed';

create table howdah.lag_samples (
  cluster text not null,
  at timestamptz not null,
  member text not null,
  coarse boolean not null default false,
  lag_bytes bigint,
  receive_lag_bytes bigint,
  replay_lag_bytes bigint,
  lag_seconds double precision,
  primary key (cluster, at, member)
);
create index lag_samples_fine on howdah.lag_samples (at) where not coarse;

create table howdah.wal_rates (
  cluster text not null,
  at timestamptz not null,
  coarse boolean not null default false,
  bytes_per_second double precision,
  primary key (cluster, at)
);
create index wal_rates_fine on howdah.wal_rates (at) where not coarse;

create table howdah.operations (
  id text primary key,
  number bigint generated always as identity unique,
  cluster text not null,
  kind text not null,
  status text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  -- What crosses the wire: the contract's Operation.
  document jsonb not null,
  -- What only the engine needs: how things stood before, and whether a request may have been sent.
  memory jsonb not null default '{}'
);
create unique index operations_one_unfinished on howdah.operations (cluster) where ended_at is null;
create index operations_by_cluster on howdah.operations (cluster, number desc);
`;
