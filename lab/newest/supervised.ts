import { etcdEnvironment } from '../etcd';
import { loadPrograms } from '../load';
import { addressOf, fullName, type NewestContext } from './context';
import { loadFolder } from './load-files';
import { edgeHost, type Member, membersOf, proxiedCluster } from './shape';

interface Program {
  readonly name: string;
  readonly command: string;
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  readonly log?: string;
}

export function supervisorConfig(context: NewestContext, host: string): string {
  return [
    '[unix_http_server]',
    'file=/run/supervisor.sock',
    'chmod=0700',
    '[supervisord]',
    'nodaemon=true',
    'user=root',
    'logfile=/var/log/supervisor/supervisord.log',
    'pidfile=/run/supervisord.pid',
    '[rpcinterface:supervisor]',
    'supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface',
    '[supervisorctl]',
    'serverurl=unix:///run/supervisor.sock',
    ...programsOf(context, host).flatMap(section),
    '',
  ].join('\n');
}

function programsOf(context: NewestContext, host: string): Program[] {
  const member = membersOf(context.shape).find(({ name }) => name === host);
  const sshd: Program = { name: 'sshd', command: '/usr/sbin/sshd -D -e' };
  if (member !== undefined) return [sshd, patroni(member)];
  return host === edgeHost ? [sshd, ...edgePrograms(context)] : [sshd];
}

function patroni({ name }: Member): Program {
  return {
    name: 'patroni',
    command: '/usr/bin/patroni /etc/patroni/config.yml',
    user: 'postgres',
    environment: { HOME: '/var/lib/postgresql', USER: 'postgres', LANG: 'C.UTF-8', HOWDAH_LAB_MEMBER: name },
    // A member that was killed stays down until someone starts it: that is the fault to be seen.
    settings: { autostart: false, autorestart: false, startsecs: 0, startretries: 0, stopwaitsecs: 60 },
    log: '/var/log/patroni/stdout.log',
  };
}

function edgePrograms(context: NewestContext): Program[] {
  const client = `http://${addressOf(context, edgeHost)}:2379`;
  const peer = `http://${addressOf(context, edgeHost)}:2380`;
  // A busy disk must not cost the leader its key; nobody depends on what this etcd holds.
  const etcd: Program = {
    name: 'etcd',
    command: [
      '/usr/bin/etcd --name=edge --data-dir=/srv/etcd --log-level=warn --auto-compaction-retention=1 --unsafe-no-fsync',
      `--listen-client-urls=${client} --advertise-client-urls=http://${fullName(edgeHost)}:2379`,
      `--listen-peer-urls=${peer} --initial-advertise-peer-urls=${peer} --initial-cluster=edge=${peer}`,
    ].join(' '),
    environment: etcdEnvironment(),
  };
  const cluster = proxiedCluster(context.shape);
  if (cluster === undefined) return [etcd];
  const load: Program[] = loadProgramsOf(cluster.hasRepository).map((name) => ({
    name,
    command: `/bin/bash ${loadFolder}/${name === slotReader ? 'read-slot.sh' : `run.sh ${name.replace('load-', '')}`}`,
    user: 'postgres',
    settings: { autostart: false, stopasgroup: true, killasgroup: true },
  }));
  return [etcd, { name: 'haproxy', command: '/usr/sbin/haproxy -db -f /etc/haproxy/haproxy.cfg' }, ...load];
}

const slotReader = 'load-slot';

/** The application: what writes, what reads, and what reads the logical slot where there is one. */
export function loadProgramsOf(hasSlot: boolean): string[] {
  return [...loadPrograms, ...(hasSlot ? [slotReader] : [])];
}

function section({ name, command, user, environment, settings, log }: Program): string[] {
  const variables = Object.entries(environment ?? {}).map(([key, value]) => `${key}="${value}"`);
  return [
    `[program:${name}]`,
    `command=${command}`,
    ...(user === undefined ? [] : [`user=${user}`]),
    ...(variables.length === 0 ? [] : [`environment=${variables.join(',')}`]),
    ...Object.entries(settings ?? {}).map(([key, value]) => `${key}=${value}`),
    'redirect_stderr=true',
    `stdout_logfile=${log ?? `/var/log/${name}.log`}`,
    'stdout_logfile_maxbytes=5MB',
  ];
}
