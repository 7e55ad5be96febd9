import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../run-program';
import { addressOf, domain, type NewestContext, type NewestLayout } from './context';
import { hostsOf, repositoryHost } from './shape';

/** Howdah's own key, and the one with which hosts reach each other. */
export function sshKey({ ssh }: NewestLayout, whose: 'howdah' | 'inner' | `host-${string}`): string {
  return join(ssh.folder, whose);
}

/** The account that Howdah works as on a host. */
export function accountOf(host: string): 'postgres' | 'pgbackrest' {
  return host === repositoryHost ? 'pgbackrest' : 'postgres';
}

export async function makeSshKeys({ layout, shape }: NewestContext): Promise<void> {
  mkdirSync(layout.ssh.folder, { mode: 0o755 });
  const whose = ['howdah', 'inner', ...hostsOf(shape).map((host) => `host-${host}` as const)] as const;
  await Promise.all(
    whose.map((name) => {
      const file = sshKey(layout, name);
      return runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
    }),
  );
}

export function writeSshClient(context: NewestContext): void {
  const { layout, shape } = context;
  const hosts = hostsOf(shape);
  const each = hosts.map(
    (host) => `Host ${host}\n    HostName ${addressOf(context, host)}\n    User ${accountOf(host)}\n`,
  );
  const all = `Host ${hosts.join(' ')}
    IdentityFile ${sshKey(layout, 'howdah')}
    IdentitiesOnly yes
    UserKnownHostsFile ${layout.ssh.knownHosts}
    GlobalKnownHostsFile none
    StrictHostKeyChecking yes
`;
  writeFileSync(layout.ssh.config, `${each.join('\n')}\n${all}`);
  const known = hosts.map((host) => {
    const [kind, key] = readFileSync(`${sshKey(layout, `host-${host}`)}.pub`, 'utf8').split(' ');
    return `${addressOf(context, host)} ${kind} ${key}\n`;
  });
  writeFileSync(layout.ssh.knownHosts, known.join(''));
}

export function sshdConfig(context: NewestContext, host: string): string {
  return `ListenAddress ${addressOf(context, host)}:22
HostKey /etc/ssh/ssh_host_ed25519_key
AuthorizedKeysFile /etc/ssh/keys/%u
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
PrintMotd no
MaxStartups 100
MaxSessions 100
AcceptEnv LANG LC_*
`;
}

/** How the hosts' own accounts reach each other, as pgBackRest does. */
export const innerSshConfig = `Host *.${domain}
  IdentityFile /etc/howdah-lab/inner
  IdentitiesOnly yes
  UserKnownHostsFile /dev/null
  StrictHostKeyChecking no
  LogLevel ERROR
`;
