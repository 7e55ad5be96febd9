import { type HostPlace, onHost } from './hosts';
import { socketFolder } from './patroni';

/** Runs SQL as the superuser on one member; fields are separated by `|`, rows by newlines. */
export function newestPsql(
  place: HostPlace,
  member: string,
  sql: string,
  database = 'postgres',
): Promise<string> {
  const options = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-f', '-'];
  const command = ['psql', '-h', socketFolder, '-d', database, ...options];
  return onHost(place, member, 'postgres', command, { input: sql, timeoutMs: 30_000 });
}
