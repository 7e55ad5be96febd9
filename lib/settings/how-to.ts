/** The lines of a cluster in `howdah.yaml` that switch each part on, for where it is not configured. */
export const howToConfigure = {
  postgres: `postgres:
  user: howdah
  passwordFile: secrets/howdah
  database: postgres`,

  haproxy: `haproxy:
  - name: front
    host: 10.0.0.10
    stats: http://10.0.0.10:7000/
    writes: { proxy: primary, port: 5000 }
    reads: { proxy: replicas, port: 5001 }`,

  pgbackrest: `pgbackrest:
  host: repo
  stanza: demo
hosts:
  repo: { ssh: pgbackrest@repo.example.com }`,

  hosts: `hosts:
  node1: { ssh: postgres@node1.example.com }
  node2: { ssh: postgres@node2.example.com }`,

  probes: `probes:
  user: howdah_probe
  passwordFile: secrets/probe
  database: app
  every: 2s`,

  restoreTests: `restoreTests:
  host: repo
  directory: /var/lib/pgbackrest/restore-tests
  schedule: '30 3 * * *'
  assertions:
    - { name: orders are there, database: app, sql: 'select count(*) > 0 from orders', expect: true }`,
} as const;
