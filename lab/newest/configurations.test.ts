import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadSettings } from '@/lib/settings/load';
import { authorityCertificate } from './certificates';
import { sampleNewest } from './fixtures/sample-newest';
import { haproxyConfig } from './haproxy';
import { newestHowdahSettings } from './howdah-settings';
import { patroniConfig } from './patroni';
import { memberPgbackrestConfig, repositoryPgbackrestConfig } from './pgbackrest';
import { hostsOf, membersOf, partsOf, type ShapeName, shapeNames, shapes } from './shape';
import { supervisorConfig } from './supervised';

const opened: (() => void)[] = [];
function lab(name: ShapeName) {
  const { context, remove } = sampleNewest(name);
  opened.push(remove);
  return context;
}
afterEach(() => {
  for (const remove of opened.splice(0)) remove();
});

describe('the shapes', () => {
  it('have a host for each member, one for etcd, and one for repositories where there are some', () => {
    expect(hostsOf(shapes['quorum-cascade'])).toEqual(['edge', 'alpha', 'bravo', 'charlie', 'delta', 'repo']);
    expect(hostsOf(shapes['standby-cluster'])).toEqual(['edge', 'alpha', 'north', 'south']);
    expect(hostsOf(shapes.single)).toEqual(['edge', 'solo']);
    expect(partsOf(shapes['quorum-cascade'])).toEqual(['etcd', 'haproxy', 'load']);
    expect(partsOf(shapes.single)).toEqual(['etcd']);
  });
});

describe('Patroni’s configuration', () => {
  const of = (shape: ShapeName, member: string) => {
    const context = lab(shape);
    const cluster = context.shape.clusters.find(({ members }) => members.some(({ name }) => name === member));
    const own = membersOf(context.shape).find(({ name }) => name === member);
    if (cluster === undefined || own === undefined) throw new Error(`no ${member}`);
    return parse(patroniConfig(context, cluster, own));
  };

  it('has quorum commit, TLS everywhere, and a cascading member that must not lead', () => {
    const delta = of('quorum-cascade', 'delta');
    expect(delta.tags).toEqual({ nofailover: true, replicatefrom: 'bravo' });
    expect(delta.bootstrap.dcs.synchronous_mode).toBe('quorum');
    expect(delta.bootstrap.dcs.slots).toHaveProperty('app_cdc');
    expect(delta.postgresql.authentication.replication.sslmode).toBe('verify-full');
    expect(delta.restapi.connect_address).toBe('127.0.60.14:8008');
    expect(of('quorum-cascade', 'bravo').postgresql.parameters.lc_messages).toBe('de_DE.UTF-8');
  });

  it('of a standby cluster follows the other through HAProxy; that of a single member archives nowhere', () => {
    expect(of('standby-cluster', 'north').bootstrap.dcs.standby_cluster).toMatchObject({
      host: '127.0.60.10',
      port: 5000,
    });
    const solo = of('single', 'solo');
    expect(solo.bootstrap.dcs.postgresql.parameters).not.toHaveProperty('archive_command');
    expect(solo.bootstrap.dcs).not.toHaveProperty('synchronous_mode');
  });
});

describe('the other configurations', () => {
  it('of HAProxy name servers in their own way, with addresses by which Howdah knows the members', () => {
    const context = lab('quorum-cascade');
    const [cluster] = context.shape.clusters;
    if (cluster === undefined) throw new Error('no cluster');
    const text = haproxyConfig(context, cluster);
    expect(text).toMatch(/backend be_primary\n(.*\n)+?.*server db-a alpha\.howdah\.test:5432/);
    expect(text).toContain('stats auth admin:');
    expect(text.match(/server db-d/g)).toHaveLength(3);
  });

  it('of pgBackRest name two repositories, one of them encrypted, and every member', () => {
    const context = lab('quorum-cascade');
    const [cluster] = context.shape.clusters;
    if (cluster === undefined) throw new Error('no cluster');
    expect(repositoryPgbackrestConfig(context, cluster)).toMatch(
      /repo2-cipher-type=aes-256-cbc\n(.*\n)+\[quorum\]\npg1-host=alpha\.howdah\.test\n(.*\n)+pg4-host=delta/,
    );
    expect(memberPgbackrestConfig(cluster)).toContain('repo2-host=repo.howdah.test');
  });

  it('of supervisor start Patroni on members, and etcd, HAProxy and the application on the edge', () => {
    const context = lab('quorum-cascade');
    const programs = (host: string) =>
      [...supervisorConfig(context, host).matchAll(/\[program:(\S+)\]/g)].map(([, name]) => name);
    expect(programs('delta')).toEqual(['sshd', 'patroni']);
    expect(programs('repo')).toEqual(['sshd']);
    expect(programs('edge')).toEqual(['sshd', 'etcd', 'haproxy', 'load-writes', 'load-reads', 'load-slot']);
  });
});

describe('the settings that a lab writes for Howdah', () => {
  it.each(shapeNames)('of the shape %s are such that Howdah starts with them', (shape) => {
    const context = lab(shape);
    const file = join(context.layout.root, 'howdah.yaml');
    const text = newestHowdahSettings(context);
    expect(text).not.toMatch(/password:/);
    writeFileSync(file, text);
    for (const folder of [context.layout.authority, context.layout.ssh.folder]) mkdirSync(folder);
    writeFileSync(authorityCertificate(context.layout), '-----BEGIN CERTIFICATE-----\n');
    writeFileSync(context.layout.ssh.config, '');
    const { clusters } = loadSettings({ HOWDAH_SETTINGS: file });
    expect(clusters.map(({ name }) => name)).toEqual(context.shape.clusters.map(({ name }) => name));
    expect(parse(text).clusters[0].postgres.sslmode).toBe('verify-full');
  });
});
