import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { Layout } from './layout';
import type { MemberName } from './members';
import { labVariable } from './supervisor';

export interface ProcessEntry {
  readonly pid: number;
  readonly parentPid: number;
  /** The kernel's letter: T is stopped, Z has ended and waits for its parent. */
  readonly state: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly environment: readonly string[];
}

const labPrograms = new Set([
  'supervisord',
  'etcd',
  'haproxy',
  'sshd',
  'patroni',
  'postgres',
  'pgbench',
  'pgbackrest',
  'initdb',
  'pg_basebackup',
  'pg_rewind',
]);

export function listProcesses(): ProcessEntry[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const entry = readProcess(Number(name));
    return entry === undefined || entry.state === 'Z' ? [] : [entry];
  });
}

function readProcess(pid: number): ProcessEntry | undefined {
  const stat = read(`/proc/${pid}/stat`);
  const [state, parentPid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || parentPid === undefined) return undefined;
  return {
    pid,
    parentPid: Number(parentPid),
    state,
    command: read(`/proc/${pid}/cmdline`).split('\0').filter(Boolean),
    cwd: readLink(`/proc/${pid}/cwd`),
    environment: read(`/proc/${pid}/environ`).split('\0'),
  };
}

/** The processes of one lab and of no other: by its mark in their environment, or as one of its programs working in its folder. */
export function processesOfLab(root: string, all: readonly ProcessEntry[]): ProcessEntry[] {
  const roots = all.filter((entry) => isMarked(entry, root) || isProgramIn(entry, root));
  const own = ancestorsOf(process.pid, all).add(process.pid);
  return withDescendants(roots, all).filter((entry) => !own.has(entry.pid));
}

export interface MemberProcesses {
  readonly patroni: readonly ProcessEntry[];
  readonly postmaster: readonly ProcessEntry[];
  /** PostgreSQL's children, and whatever Patroni or PostgreSQL has started besides. */
  readonly others: readonly ProcessEntry[];
}

export function processesOfMember(
  layout: Layout,
  member: MemberName,
  all: readonly ProcessEntry[],
): MemberProcesses {
  const { patroniConfig, data } = layout.members[member];
  const patroni = all.filter(
    (entry) => programOf(entry) === 'patroni' && entry.command.includes(patroniConfig),
  );
  const postgres = all.filter((entry) => programOf(entry) === 'postgres' && isWithin(entry.cwd, data));
  const postgresPids = new Set(postgres.map((entry) => entry.pid));
  const postmaster = postgres.filter((entry) => !postgresPids.has(entry.parentPid));
  const first = new Set([...patroni, ...postmaster].map((entry) => entry.pid));
  const others = withDescendants([...patroni, ...postgres], all).filter((entry) => !first.has(entry.pid));
  return { patroni, postmaster, others };
}

export function everyProcess({ patroni, postmaster, others }: MemberProcesses): ProcessEntry[] {
  return [...patroni, ...postmaster, ...others];
}

export function isFrozen(entry: ProcessEntry): boolean {
  return entry.state === 'T';
}

/** A process that has ended in the meantime is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export function isPostgres(entry: ProcessEntry): boolean {
  return programOf(entry) === 'postgres';
}

function isMarked(entry: ProcessEntry, root: string): boolean {
  return entry.environment.includes(`${labVariable}=${root}`);
}

function isProgramIn(entry: ProcessEntry, root: string): boolean {
  if (!labPrograms.has(programOf(entry))) return false;
  // PostgreSQL and sshd overwrite their environment with their title, but keep their folder or their configuration's path.
  return (
    isWithin(entry.cwd, root) ||
    entry.command.some((argument) =>
      argument.split(/[\s=,]/).some((word) => word !== root && isWithin(word, root)),
    )
  );
}

/** Sees through an interpreter (`python3 /usr/bin/patroni …`) and through titles (`postgres: demo: walwriter`). */
export function programOf({ command: [first = '', second = ''] }: ProcessEntry): string {
  const name = basename(first.split(/[:\s]/)[0] ?? '');
  return /^python/.test(name) ? basename(second) : name;
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

export function withDescendants(
  roots: readonly ProcessEntry[],
  all: readonly ProcessEntry[],
): ProcessEntry[] {
  const found = new Map(roots.map((entry) => [entry.pid, entry]));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const entry of all) {
      if (found.has(entry.parentPid)) found.set(entry.pid, entry);
    }
  }
  return [...found.values()];
}

function ancestorsOf(pid: number, all: readonly ProcessEntry[]): Set<number> {
  const parents = new Map(all.map((entry) => [entry.pid, entry.parentPid]));
  const found = new Set<number>();
  for (let parent = parents.get(pid); parent !== undefined && parent > 0; parent = parents.get(parent)) {
    found.add(parent);
  }
  return found;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
