import { readFileSync } from 'node:fs';
import { ports } from './address-block';
import type { LabContext } from './lab-context';
import type { HostLayout } from './layout';
import { type HostName, hostNames } from './members';
import { standardPath } from './run-program';

export function hostLayoutOf({ layout }: LabContext, host: HostName): HostLayout {
  return host === 'repo' ? layout.repository : layout.members[host];
}

export function sshdConfig(context: LabContext, host: HostName): string {
  const { layout, block, service, programs } = context;
  const { sshd } = hostLayoutOf(context, host);
  return `ListenAddress ${block.hosts[host]}
Port ${ports.ssh}
HostKey ${sshd}/host_key
AuthorizedKeysFile ${layout.ssh.folder}/authorized_keys
AllowUsers ${service.name}
AuthenticationMethods publickey
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
# The folder above may be world-writable, as /var/tmp is; the lab's own files are not.
StrictModes no
PidFile none
PrintMotd no
MaxStartups 100
MaxSessions 100
SetEnv HOWDAH_LAB=${layout.root} LANG=C.UTF-8 PATH=${programs.postgresBin}:${standardPath}
`;
}

export function sshClientConfig({ layout, block, service }: LabContext): string {
  const hosts = hostNames.map((host) => `Host ${host}\n    HostName ${block.hosts[host]}\n`);
  return `${hosts.join('\n')}
Host ${hostNames.join(' ')}
    Port ${ports.ssh}
    User ${service.name}
    IdentityFile ${layout.ssh.identity}
    IdentitiesOnly yes
    UserKnownHostsFile ${layout.ssh.knownHosts}
    GlobalKnownHostsFile none
    StrictHostKeyChecking yes
`;
}

export function knownHosts(context: LabContext): string {
  return hostNames
    .map((host) => {
      const publicKey = readFileSync(`${hostLayoutOf(context, host).sshd}/host_key.pub`, 'utf8');
      const [kind, key] = publicKey.trim().split(' ');
      return `[${context.block.hosts[host]}]:${ports.ssh} ${kind} ${key}\n`;
    })
    .join('');
}
