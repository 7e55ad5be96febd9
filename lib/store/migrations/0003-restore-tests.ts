export const name = '0003-restore-tests';

export const sql = `
create table howdah.restore_tests (
  id text primary key,
  number bigint generated always as identity unique,
  cluster text not null,
  outcome text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- The contract's RestoreTestReport.
  document jsonb not null
);
create index restore_tests_by_cluster on howdah.restore_tests (cluster, number desc);
create index restore_tests_by_outcome on howdah.restore_tests (cluster, outcome, number desc);
`;
