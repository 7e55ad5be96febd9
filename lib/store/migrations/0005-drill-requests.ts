export const name = '0005-drill-requests';

export const sql = `
create table howdah.drill_requests (
  drill text not null references howdah.drills (id) on delete cascade,
  -- From 1 on, without a hole.
  part integer not null,
  -- Lines of JSON, compressed with gzip.
  lines bytea not null,
  primary key (drill, part)
);
`;
