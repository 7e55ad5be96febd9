export const name = '0004-drills';

export const sql = `
create table howdah.drills (
  id text primary key,
  number bigint generated always as identity unique,
  cluster text not null,
  outcome text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- The contract's DrillReport.
  document jsonb not null
);
create index drills_by_cluster on howdah.drills (cluster, number desc);
`;
