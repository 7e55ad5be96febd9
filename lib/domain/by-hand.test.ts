import { describe, expect, test } from 'vitest';
import { curlText, type PatroniByHand, patronictlBy, psqlText } from './by-hand';
import { plainByHand } from './fixtures/by-hand';

const secured: PatroniByHand = {
  username: 'patroni',
  ca: '/etc/howdah/tls/ca.pem',
  cert: '/etc/howdah/tls/howdah.pem',
  key: '/etc/howdah/tls/howdah.key',
  verify: true,
  configs: { node1: '/etc/patroni/config.yml' },
};

describe('curl', () => {
  test('names the authority, the certificate and the login, never the password', () => {
    expect(curlText('PATCH', 'https://node1:8008/config', secured, { pause: true })).toBe(
      `curl -X PATCH --cacert /etc/howdah/tls/ca.pem --cert /etc/howdah/tls/howdah.pem --key /etc/howdah/tls/howdah.key -u patroni -H 'Content-Type: application/json' -d '{"pause":true}' https://node1:8008/config`,
    );
  });

  test('is plain where nothing of that is wanted', () => {
    expect(curlText('DELETE', 'http://node1:8008/switchover', { ...secured, username: null })).toBe(
      'curl -X DELETE http://node1:8008/switchover',
    );
    expect(curlText('GET', 'https://node1:8008/', { ...plainByHand, verify: false })).toBe(
      'curl -X GET --insecure https://node1:8008/',
    );
  });
});

test('patronictl names the configuration of the host that it is run on, and the cluster', () => {
  expect(patronictlBy(secured, 'demo', 'node1', 'list')).toBe(
    'patronictl -c /etc/patroni/config.yml list demo',
  );
  expect(patronictlBy(secured, 'demo', 'node9', 'list')).toBe('patronictl list demo');
});

test('psql names its socket folder, port, user and database', () => {
  const place = { program: '/usr/lib/postgresql/18/bin/psql', host: '/run/hardpg', port: 5432 };
  expect(psqlText({ ...place, user: 'postgres', database: 'postgres' }, ['select 1', 'select 2'])).toBe(
    "/usr/lib/postgresql/18/bin/psql -h /run/hardpg -p 5432 -U postgres -d postgres -c 'select 1' -c 'select 2'",
  );
});
