import { fullName, type NewestContext } from './context';
import { dataFolder, socketFolder } from './patroni';
import { readSecret } from './secrets';
import { type Cluster, repositoryHost } from './shape';

export const repositoryFolders = { 1: '/srv/repo1', 2: '/srv/repo2' } as const;
/** Where restore tests make their folders. */
export const scratchFolder = '/srv/restore-tests';

export function memberPgbackrestConfig({ name }: Cluster): string {
  const host = fullName(repositoryHost);
  return `[global]
repo1-host=${host}
repo1-host-user=pgbackrest
repo2-host=${host}
repo2-host-user=pgbackrest
archive-async=y
spool-path=/var/spool/pgbackrest
process-max=2
log-level-file=detail

[global:restore]
link-all=y

[${name}]
pg1-path=${dataFolder}
pg1-socket-path=${socketFolder}
`;
}

/** One repository with bundles and block increments, one that is encrypted. */
export function repositoryPgbackrestConfig({ layout }: NewestContext, { name, members }: Cluster): string {
  const databases = members.map(
    (member, index) => `pg${index + 1}-host=${fullName(member.name)}
pg${index + 1}-path=${dataFolder}
pg${index + 1}-socket-path=${socketFolder}
`,
  );
  return `[global]
repo1-path=${repositoryFolders[1]}
repo1-retention-full=3
repo1-bundle=y
repo1-block=y
repo2-path=${repositoryFolders[2]}
repo2-retention-full=2
repo2-cipher-type=aes-256-cbc
repo2-cipher-pass=${readSecret(layout, 'repository-cipher')}
start-fast=y
backup-standby=prefer
compress-type=zst
process-max=2
archive-timeout=60
log-level-file=detail

[${name}]
${databases.join('')}`;
}
