import { join } from 'node:path';
import { ports } from './address-block';
import type { LabContext } from './lab-context';
import type { MemberName } from './members';
import { runProgram } from './run-program';

/** Runs SQL as the superuser on one member; fields are separated by `|`, rows by newlines. */
export async function psql(
  { layout, block, programs }: Pick<LabContext, 'layout' | 'block' | 'programs'>,
  member: MemberName,
  sql: string,
  database = 'postgres',
): Promise<string> {
  const output = await runProgram(
    join(programs.postgresBin, 'psql'),
    ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-f', '-'],
    {
      input: sql,
      timeoutMs: 30_000,
      environment: {
        PGHOST: block.hosts[member],
        PGPORT: String(ports.postgres),
        PGUSER: 'postgres',
        PGDATABASE: database,
        PGPASSFILE: layout.pgpass,
        PGCONNECT_TIMEOUT: '5',
      },
    },
  );
  return output.trimEnd();
}
