import { expect, it } from 'vitest';
import { placeOf } from './patroni-place';

const config = (dcs: string, postgresql = '') => `
scope: demo
name: node1
restapi:
  listen: 127.0.0.11:8008
  authentication: { username: howdah, password: rest-secret }
${dcs}
postgresql:
  listen: 10.0.0.1,127.0.0.1:5433
  data_dir: /var/lib/postgresql/15/main/
  bin_dir: /usr/lib/postgresql/15/bin
  pgpass: /tmp/pgpass
  authentication:
    superuser: { username: postgres, password: super-secret }
    replication: { username: replicator, password: replication-secret }
  parameters:
    unix_socket_directories: /var/run/postgresql, /tmp
    log_directory: /var/log/postgresql
${postgresql}`;

it('takes where things are, and no password', () => {
  const place = placeOf(config('etcd3:\n  host: 127.0.0.10:2379'), '/etc/patroni.yml');
  expect(place).toEqual({
    configFile: '/etc/patroni.yml',
    dataDirectory: '/var/lib/postgresql/15/main',
    binDirectory: '/usr/lib/postgresql/15/bin',
    listen: [
      { address: '10.0.0.1', port: 5433 },
      { address: '127.0.0.1', port: 5433 },
    ],
    restListen: { address: '127.0.0.11', port: 8008 },
    socketFolders: ['/var/run/postgresql', '/tmp'],
    logDirectory: '/var/log/postgresql',
    passwordFile: '/tmp/pgpass',
    replicationUser: 'replicator',
    superuser: 'postgres',
    dcsKind: 'etcd3',
    dcsEndpoints: [{ host: '127.0.0.10', port: 2379 }],
  });
  expect(JSON.stringify(place)).not.toContain('secret');
});

it('reads every writing of the store’s addresses, and keeps no credentials of them', () => {
  const endpoints = (dcs: string) => placeOf(config(dcs), '/c')?.dcsEndpoints;
  expect(endpoints('etcd:\n  hosts: a:1,b')).toEqual([
    { host: 'a', port: 1 },
    { host: 'b', port: 2379 },
  ]);
  expect(endpoints('etcd3:\n  hosts: [ "a:1", "b:2" ]')).toHaveLength(2);
  expect(endpoints('etcd:\n  url: https://me:hush@etcd.example:4001/v2')).toEqual([
    { host: 'etcd.example', port: 4001 },
  ]);
  expect(endpoints('consul:\n  host: 127.0.0.1')).toEqual([{ host: '127.0.0.1', port: 8500 }]);
  expect(endpoints('kubernetes:\n  namespace: default')).toEqual([]);
});

it('does with little, and with nothing it says null', () => {
  expect(placeOf('postgresql:\n  data_dir: /d', '/c')).toMatchObject({
    dataDirectory: '/d',
    listen: [],
    restListen: null,
    dcsKind: null,
  });
  for (const text of ['', '[]', 'postgresql: 7', '"', 'scope: demo']) expect(placeOf(text, '/c')).toBeNull();
});
