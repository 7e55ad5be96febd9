import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from './lab-error';
import { standardPath } from './run-program';

export interface Programs {
  readonly etcd: string;
  readonly haproxy: string;
  readonly patroni: string;
  readonly pgbackrest: string;
  readonly sshd: string;
  readonly ssh: string;
  readonly sshKeygen: string;
  readonly supervisord: string;
  readonly supervisorctl: string;
  readonly postgresBin: string;
}

interface Need {
  readonly program: string;
  readonly debianPackage: string;
}

const needs = {
  etcd: { program: 'etcd', debianPackage: 'etcd-server' },
  haproxy: { program: 'haproxy', debianPackage: 'haproxy' },
  patroni: { program: 'patroni', debianPackage: 'patroni python3-etcd python3-psycopg2' },
  pgbackrest: { program: 'pgbackrest', debianPackage: 'pgbackrest' },
  sshd: { program: 'sshd', debianPackage: 'openssh-server' },
  ssh: { program: 'ssh', debianPackage: 'openssh-client' },
  sshKeygen: { program: 'ssh-keygen', debianPackage: 'openssh-client' },
  supervisord: { program: 'supervisord', debianPackage: 'supervisor' },
  supervisorctl: { program: 'supervisorctl', debianPackage: 'supervisor' },
} as const satisfies Record<string, Need>;

const postgresPrograms = ['postgres', 'initdb', 'pg_ctl', 'pg_rewind', 'pg_basebackup', 'psql', 'pgbench'];

export function findPrograms(
  searchPath: string = standardPath,
  postgresRoot = '/usr/lib/postgresql',
): Programs {
  const missing: Need[] = [];
  const find = (need: Need): string => {
    const found = searchPath
      .split(':')
      .map((folder) => join(folder, need.program))
      .find(isExecutable);
    if (found === undefined) missing.push(need);
    return found ?? need.program;
  };
  const found = Object.fromEntries(Object.entries(needs).map(([key, need]) => [key, find(need)])) as Record<
    keyof typeof needs,
    string
  >;

  const postgresBin = newestPostgresBin(postgresRoot);
  if (postgresBin === undefined) {
    missing.push({
      program: `${postgresRoot}/*/bin/{${postgresPrograms.join(',')}}`,
      debianPackage: 'postgresql-15 (or the version your Debian has)',
    });
  }
  if (missing.length > 0 || postgresBin === undefined) throw new LabError(missingText(missing));
  return { ...found, postgresBin };
}

export function newestPostgresBin(postgresRoot: string): string | undefined {
  if (!existsSync(postgresRoot)) return undefined;
  return readdirSync(postgresRoot)
    .filter((version) => /^\d+$/.test(version))
    .sort((left, right) => Number(right) - Number(left))
    .map((version) => join(postgresRoot, version, 'bin'))
    .find((bin) => postgresPrograms.every((program) => isExecutable(join(bin, program))));
}

function missingText(missing: readonly Need[]): string {
  const packages = [...new Set(missing.map((need) => need.debianPackage))];
  return [
    'These programs are missing, and the lab needs them:',
    ...missing.map((need) => `  ${need.program}  (Debian package ${need.debianPackage})`),
    isDebianLike()
      ? `Install them with: apt-get install --no-install-recommends ${packages.join(' ')}`
      : 'This is not a Debian or Ubuntu system, which the lab is made for: install them in your own way.',
  ].join('\n');
}

function isDebianLike(): boolean {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
