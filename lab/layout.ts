import { join } from 'node:path';
import { type MemberName, memberNames } from './members';

/** Where everything of one lab lies. Only names; nothing here touches the disk. */
export interface Layout {
  readonly root: string;
  readonly marker: string;
  readonly howdahSettings: string;
  readonly logs: string;
  readonly supervisor: { readonly config: string; readonly socket: string; readonly pidFile: string };
  readonly secrets: string;
  readonly pgpass: string;
  readonly etcd: string;
  readonly haproxyConfig: string;
  readonly load: string;
  /** Where restore tests make their folders. */
  readonly scratch: string;
  readonly ssh: {
    readonly folder: string;
    readonly config: string;
    readonly identity: string;
    readonly knownHosts: string;
  };
  readonly repository: RepositoryLayout;
  readonly members: Readonly<Record<MemberName, MemberLayout>>;
}

export interface HostLayout {
  readonly folder: string;
  readonly pgbackrestConfig: string;
  readonly pgbackrestWork: string;
  readonly sshd: string;
  readonly sshdConfig: string;
}

interface RepositoryLayout extends HostLayout {
  readonly backups: string;
}

interface MemberLayout extends HostLayout {
  readonly patroniConfig: string;
  readonly home: string;
  readonly data: string;
  readonly log: string;
  readonly socketParent: string;
  readonly socketFolder: string;
}

/** Linux allows 107 bytes for a unix socket's path, and this is the longest one a lab has: that of a restore test. */
const longestSocketBelowRoot = '/scratch/howdah-restore-test-12345678/.s.PGSQL.65535';
export const longestRootBytes = 107 - longestSocketBelowRoot.length;

export function layoutOf(root: string): Layout {
  const below = (...parts: string[]): string => join(root, ...parts);
  const ssh = below('ssh');
  return {
    root,
    marker: below('.howdah-lab'),
    howdahSettings: below('howdah.yaml'),
    logs: below('log'),
    supervisor: {
      config: below('supervisord.conf'),
      socket: below('supervisor.sock'),
      pidFile: below('supervisord.pid'),
    },
    secrets: below('secrets'),
    pgpass: below('secrets', 'pgpass'),
    etcd: below('etcd'),
    haproxyConfig: below('haproxy', 'haproxy.cfg'),
    load: below('load'),
    scratch: below('scratch'),
    ssh: {
      folder: ssh,
      config: join(ssh, 'config'),
      identity: join(ssh, 'id_ed25519'),
      knownHosts: join(ssh, 'known_hosts'),
    },
    repository: { ...hostLayout(below('repo-host')), backups: below('repo-host', 'repository') },
    members: Object.fromEntries(memberNames.map((name) => [name, memberLayout(below(name))])) as Record<
      MemberName,
      MemberLayout
    >,
  };
}

function hostLayout(folder: string): HostLayout {
  return {
    folder,
    pgbackrestConfig: join(folder, 'pgbackrest.conf'),
    pgbackrestWork: join(folder, 'pgbackrest'),
    sshd: join(folder, 'sshd'),
    sshdConfig: join(folder, 'sshd', 'sshd_config'),
  };
}

function memberLayout(folder: string): MemberLayout {
  return {
    ...hostLayout(folder),
    patroniConfig: join(folder, 'patroni.yml'),
    home: join(folder, 'home'),
    data: join(folder, 'home', 'data'),
    log: join(folder, 'log'),
    socketParent: join(folder, 'run'),
    socketFolder: join(folder, 'run', 'postgresql'),
  };
}
