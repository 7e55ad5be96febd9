export const name = '0002-operation-lanes';

export const sql = `
alter table howdah.operations add column lane text not null default 'cluster';
drop index howdah.operations_one_unfinished;
create unique index operations_one_unfinished on howdah.operations (cluster, lane) where ended_at is null;
update howdah.operations set document = document || '{"gate": null}' where document -> 'gate' is null;
`;
