import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ordinaryContext, sampleContext, sampleSecrets } from './fixtures/sample-context';
import { defaultPace } from './pace';
import { allFollow, type MemberView, patroniConfig } from './patroni';

const config = parse(patroniConfig(sampleContext, 'node2', sampleSecrets));

describe("a member's Patroni", () => {
  it('listens on the member’s own address only, on the standard ports', () => {
    expect(config.restapi.listen).toBe('127.0.0.12:8008');
    expect(config.postgresql.listen).toBe('127.0.0.12:5432');
    expect(config.etcd3.host).toBe('127.0.0.10:2379');
  });

  it('asks for a password before it changes anything', () => {
    expect(config.restapi.authentication).toEqual({ username: 'howdah', password: 'pw-rest' });
  });

  it('begins a cluster at the pace of the lab', () => {
    expect(config.bootstrap.dcs).toMatchObject(sampleContext.pace);
    const slow = parse(patroniConfig({ ...sampleContext, pace: defaultPace }, 'node2', sampleSecrets));
    expect(slow.bootstrap.dcs).toMatchObject({ loop_wait: 10, ttl: 30, retry_timeout: 10 });
  });

  it('rewinds, keeps checksums, archives, and makes replicas from a backup or else from a member', () => {
    expect(config.bootstrap.dcs.postgresql.use_pg_rewind).toBe(true);
    expect(config.bootstrap.initdb).toContain('data-checksums');
    expect(config.bootstrap.dcs.postgresql.parameters.archive_mode).toBe('on');
    expect(config.postgresql.create_replica_methods).toEqual(['pgbackrest', 'basebackup']);
  });

  it('calls pgBackRest with an absolute configuration, each member with its own', () => {
    const commands = [
      config.postgresql.parameters.archive_command,
      config.postgresql.recovery_conf.restore_command,
      config.postgresql.pgbackrest.command,
    ];
    for (const command of commands) {
      expect(command).toContain('/usr/bin/pgbackrest --config=/var/tmp/lab/node2/pgbackrest.conf ');
    }
  });

  it('lets in nobody without a password, but for the account that pgBackRest runs as', () => {
    const rules: string[] = config.postgresql.pg_hba;
    expect(rules.filter((rule) => !rule.endsWith('scram-sha-256'))).toEqual([
      'local all postgres peer map=lab',
    ]);
    expect(config.postgresql.pg_ident).toEqual(['lab postgres postgres']);
    const ordinary = parse(patroniConfig(ordinaryContext, 'node2', sampleSecrets));
    expect(ordinary.postgresql.pg_ident).toEqual(['lab dev postgres']);
  });
});

describe('a cluster', () => {
  const leader: MemberView = { name: 'node1', role: 'leader', state: 'running', timeline: 2, lag: undefined };
  const replica = (name: string, change: Partial<MemberView> = {}): MemberView => ({
    name,
    role: 'replica',
    state: 'running',
    timeline: 2,
    lag: 0,
    ...change,
  });

  it('is whole when a leader runs and both replicas follow it on its timeline', () => {
    expect(allFollow([leader, replica('node2'), replica('node3', { state: 'streaming' })])).toBe(true);
  });

  it.each([
    ['a replica is missing', [leader, replica('node2')]],
    ['a replica is stopped', [leader, replica('node2'), replica('node3', { state: 'stopped' })]],
    ['a replica is on an old timeline', [leader, replica('node2'), replica('node3', { timeline: 1 })]],
    ['a lag is unknown', [leader, replica('node2'), replica('node3', { lag: 'unknown' })]],
    ['nobody leads', [replica('node1'), replica('node2'), replica('node3')]],
  ])('is not whole when %s', (_, views) => {
    expect(allFollow(views)).toBe(false);
  });
});
