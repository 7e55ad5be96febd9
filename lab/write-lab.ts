import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ports } from './address-block';
import { haproxyConfig } from './haproxy';
import { howdahSettings } from './howdah-settings';
import type { LabContext } from './lab-context';
import { loadRunner, readScript, trimScript, writeScript } from './load';
import { hostNames, memberNames } from './members';
import { patroniConfig } from './patroni';
import { memberPgbackrestConfig, repositoryPgbackrestConfig } from './pgbackrest';
import { runProgram } from './run-program';
import { newSecrets, type Secrets, secretFile } from './secrets';
import { makeSocketFolder } from './socket-folder';
import { hostLayoutOf, knownHosts, sshClientConfig, sshdConfig } from './sshd';
import { supervisorConfig } from './supervisor';

/** Writes every folder, secret, key and configuration of a new lab. */
export async function writeLab(context: LabContext): Promise<void> {
  const secrets = newSecrets();
  makeFolders(context);
  writeSecrets(context, secrets);
  await makeKeys(context);
  writeConfigurations(context, secrets);
}

function makeFolders(context: LabContext): void {
  const { layout } = context;
  for (const folder of [layout.logs, layout.ssh.folder, dirname(layout.haproxyConfig)]) {
    mkdirSync(folder, { mode: 0o755 });
  }
  mkdirSync(layout.secrets, { mode: 0o700 });
  makeServiceFolder(context, layout.etcd);
  makeServiceFolder(context, layout.load);
  makeServiceFolder(context, layout.scratch);
  for (const host of hostNames) {
    const own = hostLayoutOf(context, host);
    mkdirSync(own.folder, { mode: 0o755 });
    makeServiceFolder(context, own.sshd);
    makeServiceFolder(context, own.pgbackrestWork);
    // pgBackRest makes the other folders by itself, but without this one it writes no log.
    makeServiceFolder(context, `${own.pgbackrestWork}/log`);
  }
  makeServiceFolder(context, layout.repository.backups);
  for (const member of memberNames) {
    const own = layout.members[member];
    makeServiceFolder(context, own.home);
    makeServiceFolder(context, own.data);
    makeServiceFolder(context, own.log);
    mkdirSync(own.socketParent, { mode: 0o755 });
    makeSocketFolder(layout, context.service, member);
  }
}

function writeSecrets({ layout }: LabContext, secrets: Secrets): void {
  for (const name of Object.keys(secrets) as (keyof Secrets)[]) {
    writeFileSync(secretFile(layout, name), `${secrets[name]}\n`, { mode: 0o600 });
  }
  writeFileSync(layout.pgpass, `*:*:*:postgres:${secrets.postgres}\n`, { mode: 0o600 });
}

async function makeKeys(context: LabContext): Promise<void> {
  const { layout, programs } = context;
  const make = (file: string, comment: string): Promise<string> =>
    runProgram(programs.sshKeygen, ['-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', file]);
  await Promise.all([
    make(layout.ssh.identity, 'howdah-lab'),
    ...hostNames.map((host) => make(`${hostLayoutOf(context, host).sshd}/host_key`, host)),
  ]);
  for (const host of hostNames) give(context, `${hostLayoutOf(context, host).sshd}/host_key`, 0o600);
  await runProgram('/bin/cp', [`${layout.ssh.identity}.pub`, `${layout.ssh.folder}/authorized_keys`]);
}

function writeConfigurations(context: LabContext, secrets: Secrets): void {
  const { layout, block } = context;
  const write = (file: string, text: string): void => writeFileSync(file, text, { mode: 0o644 });
  const writeForService = (file: string, text: string, mode: number): void => {
    writeFileSync(file, text, { mode });
    give(context, file, mode);
  };

  write(layout.haproxyConfig, haproxyConfig(block));
  write(layout.repository.pgbackrestConfig, repositoryPgbackrestConfig(layout));
  for (const member of memberNames) {
    const own = layout.members[member];
    write(own.pgbackrestConfig, memberPgbackrestConfig(layout, member));
    writeForService(own.patroniConfig, patroniConfig(context, member, secrets), 0o600);
  }
  for (const host of hostNames) {
    write(hostLayoutOf(context, host).sshdConfig, sshdConfig(context, host));
  }
  write(layout.ssh.config, sshClientConfig(context));
  write(layout.ssh.knownHosts, knownHosts(context));

  write(
    `${layout.load}/run.sh`,
    loadRunner({ folder: layout.load, front: block.front, postgresBin: context.programs.postgresBin }),
  );
  write(`${layout.load}/write.sql`, writeScript);
  write(`${layout.load}/trim.sql`, trimScript);
  write(`${layout.load}/read.sql`, readScript);
  const appLogins = [ports.writes, ports.reads].map(
    (port) => `${block.front}:${port}:app:app:${secrets.app}\n`,
  );
  writeForService(`${layout.load}/pgpass`, appLogins.join(''), 0o600);

  write(layout.supervisor.config, supervisorConfig(context));
  write(layout.howdahSettings, howdahSettings(context));
}

function makeServiceFolder(context: LabContext, folder: string): void {
  mkdirSync(folder, { mode: 0o700 });
  give(context, folder, 0o700);
}

function give({ service }: LabContext, path: string, mode: number): void {
  chmodSync(path, mode);
  if (service.differs) chownSync(path, service.userId, service.groupId);
}
