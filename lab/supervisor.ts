import { ports } from './address-block';
import { etcdCommand, etcdEnvironment } from './etcd';
import type { LabContext } from './lab-context';
import { loadPrograms } from './load';
import { hostNames, memberNames } from './members';
import { runProgram, standardPath, tryProgram } from './run-program';
import { hostLayoutOf } from './sshd';

export const labVariable = 'HOWDAH_LAB';

interface Program {
  readonly name: string;
  readonly command: string;
  readonly home: string;
  readonly autostart: boolean;
  readonly autorestart: boolean;
  readonly group?: boolean;
  readonly startSeconds: number;
  readonly stopWaitSeconds: number;
  readonly environment?: Record<string, string>;
}

export function supervisedPrograms(context: LabContext): Program[] {
  const { layout, programs } = context;
  const steady = { autostart: true, autorestart: true, startSeconds: 1, stopWaitSeconds: 10 };
  return [
    {
      ...steady,
      name: 'etcd',
      command: etcdCommand(context),
      home: layout.etcd,
      environment: etcdEnvironment(),
    },
    {
      ...steady,
      name: 'haproxy',
      command: `${programs.haproxy} -db -f ${layout.haproxyConfig}`,
      home: '/',
    },
    ...hostNames.map((host) => ({
      ...steady,
      name: `sshd-${host}`,
      command: `${programs.sshd} -D -e -f ${hostLayoutOf(context, host).sshdConfig}`,
      home: '/',
    })),
    ...memberNames.map((member) => ({
      name: member,
      command: `${programs.patroni} ${layout.members[member].patroniConfig}`,
      home: layout.members[member].home,
      autostart: false,
      // A member that was killed stays down until someone starts it: that is the fault to be seen.
      autorestart: false,
      // With a start-up period, supervisor would count a kill within it as a failed start and try again.
      startSeconds: 0,
      stopWaitSeconds: 60,
    })),
    ...loadPrograms.map((name) => ({
      ...steady,
      name,
      command: `/bin/bash ${layout.load}/run.sh ${name.replace('load-', '')}`,
      home: layout.load,
      autostart: false,
      group: true,
    })),
  ];
}

export function supervisorConfig(context: LabContext): string {
  const { layout, service } = context;
  const sections = [
    '[unix_http_server]',
    `file=${layout.supervisor.socket}`,
    'chmod=0700',
    // The members' account may start and stop them, as sudo lets it on a real host.
    ...(service.differs ? [`chown=${service.name}`] : []),
    '',
    '[rpcinterface:supervisor]',
    'supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface',
    '',
    '[supervisorctl]',
    `serverurl=unix://${layout.supervisor.socket}`,
    '',
    '[supervisord]',
    `pidfile=${layout.supervisor.pidFile}`,
    `logfile=${layout.logs}/supervisord.log`,
    'logfile_maxbytes=5MB',
    'logfile_backups=1',
    `childlogdir=${layout.logs}`,
    'umask=022',
    ...(service.differs ? ['user=root'] : []),
    '',
    ...supervisedPrograms(context).flatMap((program) => [
      `[program:${program.name}]`,
      `command=${program.command}`,
      `directory=${program.home}`,
      ...(service.differs ? [`user=${service.name}`] : []),
      `environment=${environmentText({
        HOME: program.home,
        USER: service.name,
        LOGNAME: service.name,
        ...program.environment,
      })}`,
      `autostart=${program.autostart}`,
      `autorestart=${program.autorestart}`,
      `startsecs=${program.startSeconds}`,
      'startretries=3',
      `stopwaitsecs=${program.stopWaitSeconds}`,
      ...(program.group ? ['stopasgroup=true', 'killasgroup=true'] : []),
      'redirect_stderr=true',
      `stdout_logfile=${layout.logs}/${program.name}.log`,
      'stdout_logfile_maxbytes=5MB',
      'stdout_logfile_backups=1',
      '',
    ]),
  ];
  return sections.join('\n');
}

function environmentText(variables: Record<string, string>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
}

export async function startSupervisor({ layout, programs }: LabContext): Promise<void> {
  await runProgram(programs.supervisord, ['-c', layout.supervisor.config], {
    environment: { [labVariable]: layout.root, PATH: `${programs.postgresBin}:${standardPath}` },
  });
}

export interface ProgramState {
  readonly name: string;
  readonly state: string;
  readonly pid: number | undefined;
}

/** undefined: no supervisor answers. */
export async function programStates({
  layout,
  programs,
}: Pick<LabContext, 'layout' | 'programs'>): Promise<ProgramState[] | undefined> {
  const result = await tryProgram(programs.supervisorctl, ['-c', layout.supervisor.config, 'status'], {
    timeoutMs: 10_000,
  });
  const states = parseStates(result.output);
  return states.length > 0 ? states : undefined;
}

export function parseStates(text: string): ProgramState[] {
  return text.split('\n').flatMap((line) => {
    const found =
      /^(\S+)\s+(STOPPED|STARTING|RUNNING|BACKOFF|STOPPING|EXITED|FATAL|UNKNOWN)(?:\s+pid (\d+))?/.exec(line);
    const [, name, state, pid] = found ?? [];
    if (name === undefined || state === undefined) return [];
    return [{ name, state: state.toLowerCase(), pid: pid === undefined ? undefined : Number(pid) }];
  });
}

export async function supervise(
  { layout, programs }: Pick<LabContext, 'layout' | 'programs'>,
  action: 'start' | 'stop',
  names: readonly string[],
): Promise<string> {
  const result = await tryProgram(
    programs.supervisorctl,
    ['-c', layout.supervisor.config, action, ...names],
    { timeoutMs: 90_000 },
  );
  return result.output.trim();
}

export function addressOfProgram(context: LabContext, name: string): string {
  const { block } = context;
  if (name === 'etcd') return `${block.front}:${ports.etcd}`;
  if (name === 'haproxy') {
    return `${block.front}:${ports.writes}, ${ports.reads}, ${ports.statistics}`;
  }
  const host = hostNames.find((candidate) => name === `sshd-${candidate}`);
  if (host !== undefined) return `${block.hosts[host]}:${ports.ssh}`;
  const member = memberNames.find((candidate) => name === candidate);
  if (member !== undefined) return `${block.hosts[member]}:${ports.postgres}, ${ports.patroni}`;
  return name === 'load-writes' ? `→ ${block.front}:${ports.writes}` : `→ ${block.front}:${ports.reads}`;
}
