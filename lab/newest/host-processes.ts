import { basename } from 'node:path';
import { type ProcessEntry, programOf, withDescendants } from '../processes';
import { labVariable } from '../supervisor';

/** Marks what runs on one host, beside the mark of the whole lab. */
export const hostVariable = 'HOWDAH_LAB_HOST';

/** The init of one host: what `unshare` has become in its namespaces. Its pid is the machine's own. */
export function initOf(root: string, host: string, all: readonly ProcessEntry[]): ProcessEntry | undefined {
  const marks = [`${labVariable}=${root}`, `${hostVariable}=${host}`];
  const own = all.filter(({ environment }) => marks.every((mark) => environment.includes(mark)));
  const isStarter = ({ command: [program = ''] }: ProcessEntry): boolean => basename(program) === 'unshare';
  const starters = new Set(own.filter(isStarter).map(({ pid }) => pid));
  return own.find((entry) => starters.has(entry.parentPid));
}

/** Patroni first, then PostgreSQL with its children. */
export function memberProcesses(root: string, member: string, all: readonly ProcessEntry[]): ProcessEntry[] {
  const init = initOf(root, member, all);
  if (init === undefined) return [];
  const onHost = withDescendants([init], all);
  const patroni = onHost.filter((entry) => programOf(entry) === 'patroni');
  const postgres = onHost.filter((entry) => programOf(entry) === 'postgres');
  const known = new Set([...patroni, ...postgres].map(({ pid }) => pid));
  const others = withDescendants([...patroni, ...postgres], onHost).filter(({ pid }) => !known.has(pid));
  return [...patroni, ...postgres, ...others];
}
