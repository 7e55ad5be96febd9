import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { authorityCertificate, hostCertificate, makeCertificates } from './certificates';
import { addressOf, fullName, hostFolders, type NewestContext } from './context';
import { haproxyConfig } from './haproxy';
import { type HostFiles, hostFiles } from './host-files';
import { newestHowdahSettings } from './howdah-settings';
import { writeLoad } from './load-files';
import { patroniConfig, patroniConfigFile, patroniLogFolder, tablespaceFolder, walFolder } from './patroni';
import {
  memberPgbackrestConfig,
  repositoryFolders,
  repositoryPgbackrestConfig,
  scratchFolder,
} from './pgbackrest';
import { writeSecrets } from './secrets';
import { type Cluster, edgeHost, hostsOf, type Member, proxiedCluster, repositoryHost } from './shape';
import { accountOf, innerSshConfig, makeSshKeys, sshdConfig, sshKey, writeSshClient } from './ssh';
import { supervisorConfig } from './supervised';

/** Writes every secret, key, certificate and configuration of a new lab, and what each host has of its own. */
export async function writeHosts(context: NewestContext): Promise<void> {
  const { layout, shape } = context;
  mkdirSync(layout.logs, { mode: 0o755 });
  writeSecrets(layout);
  await Promise.all([makeCertificates(context), makeSshKeys(context)]);
  writeSshClient(context);
  for (const host of hostsOf(shape)) {
    const { folder, upper, work, merged } = hostFolders(layout, host);
    mkdirSync(folder, { recursive: true });
    for (const each of [upper, work, merged]) mkdirSync(each, { mode: 0o755 });
    writeCommon(context, host, hostFiles(context.root, upper));
  }
  for (const cluster of shape.clusters) {
    for (const member of cluster.members) writeMember(context, cluster, member);
    if (cluster.hasRepository) writeRepository(context, cluster);
  }
  writeEdge(context);
  writeFileSync(layout.howdahSettings, newestHowdahSettings(context), { mode: 0o644 });
}

function filesOf({ layout, root }: NewestContext, host: string): HostFiles {
  return hostFiles(root, hostFolders(layout, host).upper);
}

function writeCommon(context: NewestContext, host: string, files: HostFiles): void {
  const { layout, shape } = context;
  const owner = accountOf(host);
  const text = (file: string): string => readFileSync(file, 'utf8');
  const names = hostsOf(shape).map((each) => `${addressOf(context, each)} ${fullName(each)}\n`);
  files.file('/etc/hosts', `127.0.0.1 localhost\n${names.join('')}`);
  files.file('/etc/hostname', `${fullName(host)}\n`);
  files.file('/etc/ssh/sshd_config', sshdConfig(context, host));
  files.file('/etc/ssh/ssh_host_ed25519_key', text(sshKey(layout, `host-${host}`)), 'root', 0o600);
  const authorized = ['howdah', 'inner'] as const;
  files.file(
    `/etc/ssh/keys/${owner}`,
    authorized.map((whose) => text(`${sshKey(layout, whose)}.pub`)).join(''),
  );
  files.file('/etc/ssh/ssh_config.d/inner.conf', innerSshConfig);
  files.file('/etc/howdah-lab/inner', text(sshKey(layout, 'inner')), owner, 0o600);
  const { key, certificate } = hostCertificate(layout, host);
  files.file('/etc/howdah-lab/ca.crt', text(authorityCertificate(layout)));
  files.file('/etc/howdah-lab/host.crt', text(certificate));
  files.file('/etc/howdah-lab/host.key', text(key), owner, 0o600);
  files.folder('/var/log/supervisor');
  files.file('/etc/supervisor/supervisord.conf', supervisorConfig(context, host));
}

function writeMember(context: NewestContext, cluster: Cluster, member: Member): void {
  const files = filesOf(context, member.name);
  files.folder('/var/lib/postgresql', 'postgres');
  files.folder('/var/log/postgresql', 'postgres', 0o750);
  files.folder(patroniLogFolder, 'postgres', 0o750);
  files.file(patroniConfigFile, patroniConfig(context, cluster, member), 'postgres', 0o600);
  const allowed = ['stop', 'start', 'status'].map((word) => `/usr/bin/supervisorctl ${word} patroni`);
  files.file('/etc/sudoers.d/howdah', `postgres ALL=(root) NOPASSWD: ${allowed.join(', ')}\n`, 'root', 0o440);
  if (!cluster.hasRepository) return;
  for (const folder of [walFolder, tablespaceFolder]) files.folder(folder, 'postgres', 0o700);
  for (const folder of ['/var/spool/pgbackrest', '/var/log/pgbackrest', '/var/lib/pgbackrest']) {
    files.folder(folder, 'postgres', 0o750);
  }
  files.file('/etc/pgbackrest.conf', memberPgbackrestConfig(cluster));
}

function writeRepository(context: NewestContext, cluster: Cluster): void {
  const files = filesOf(context, repositoryHost);
  // pgBackRest's package gives the last two to postgres.
  const own = ['/var/log/pgbackrest', '/var/spool/pgbackrest'];
  for (const folder of [...Object.values(repositoryFolders), scratchFolder, ...own]) {
    files.folder(folder, 'pgbackrest', 0o750);
  }
  files.file('/etc/pgbackrest.conf', repositoryPgbackrestConfig(context, cluster), 'pgbackrest', 0o600);
}

function writeEdge(context: NewestContext): void {
  const files = filesOf(context, edgeHost);
  files.folder('/srv/etcd', 'root', 0o700);
  const cluster = proxiedCluster(context.shape);
  if (cluster === undefined) return;
  files.file('/etc/haproxy/haproxy.cfg', haproxyConfig(context, cluster));
  writeLoad(context, files);
}
