export const name = '0006-request-keys';

export const sql = `
create table howdah.request_keys (
  key text primary key,
  fingerprint text not null,
  operation_id text not null,
  kept_at timestamptz not null default now()
);
create index request_keys_by_operation on howdah.request_keys (operation_id);
`;
