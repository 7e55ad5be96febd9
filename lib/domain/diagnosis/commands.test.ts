import { expect, it } from 'vitest';
import { patronictlHere, psqlAt, psqlHere } from './commands';
import { healthyOf } from './fixtures/shapes';

const evidence = healthyOf('replica');

it('a command that is offered can be run as it stands there', () => {
  expect(patronictlHere(evidence, 'reinit', 'node1').text).toBe(
    'patronictl -c /lab/node1/patroni.yml reinit CLUSTER node1',
  );
  expect(psqlHere(evidence, 'show archive_command').text).toBe(
    "psql -h /lab/node1/run/postgresql -p 5432 -U postgres -d postgres -c 'show archive_command'",
  );
  expect(
    psqlAt(evidence, { name: 'node3', host: '127.0.0.13', port: 5432 }, '\\password replicator'),
  ).toEqual({
    where: 'node3',
    text: "psql -h 127.0.0.13 -p 5432 -U postgres -d postgres -c '\\password replicator'",
  });
});

it('leaves to the programs’ own defaults what is not known', () => {
  const unknown = { ...evidence, place: null };
  expect(patronictlHere(unknown, 'failover').text).toBe('patronictl failover CLUSTER');
  expect(psqlHere(unknown, 'select 1').text).toBe("psql -d postgres -c 'select 1'");
});
