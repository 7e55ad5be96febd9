import { sqlLiteral } from '@/lib/domain/sql-text';
import type { Answer } from '@/lib/upstream/answer';
import type { RunHostCommand } from './host-command';
import { askPsql, type PsqlTarget } from './psql';

export interface ReaderRights {
  readonly role: string;
  /** What it is or may do that a reader must not, completing its name: `may not log in`; null: it only reads. */
  readonly why: string | null;
}

/** Of these a role that is handed an EXECUTE could end the recovery, or reach files. */
const strongFunctions = [
  ...['pg_promote', 'pg_wal_replay_resume', 'pg_wal_replay_pause', 'pg_reload_conf'],
  ...['pg_read_file', 'pg_read_binary_file', 'pg_ls_dir', 'lo_import', 'lo_export'],
  ...['pg_file_write', 'pg_file_rename', 'pg_file_unlink'],
];

const strongRoles = ['pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files'];

const readsAlone = 'only reads';

/**
 * Each role counts with all that it is a member of: by SET ROLE it is any of them. A superuser asks, in data that
 * somebody else has made: of its own schemas nothing is called.
 */
function rightsQuery(roles: readonly string[]): string {
  const wanted = roles.map((role, place) => `(${place}, ${sqlLiteral(role)})`).join(', ');
  const listOf = (names: readonly string[]) => names.map(sqlLiteral).join(', ');
  return `
set search_path = pg_catalog;
with recursive wanted (place, name) as (values ${wanted}),
reach (name, id) as (
  select name, r.oid from wanted join pg_roles r on r.rolname = name
  union
  select name, m.roleid from reach join pg_auth_members m on m.member = id
),
strong (name, what) as (
  select name, case when r.rolsuper then 'superuser' when r.rolcreaterole then 'CREATEROLE'
    when r.rolreplication then 'REPLICATION' when r.rolbypassrls then 'BYPASSRLS' else r.rolname end
  from reach join pg_roles r on r.oid = id
  where r.rolsuper or r.rolcreaterole or r.rolreplication or r.rolbypassrls or r.rolname in (${listOf(strongRoles)})
  union all
  select name, 'EXECUTE on ' || proname from pg_proc, reach join pg_roles r on r.oid = id
  where not r.rolsuper and pronamespace = 'pg_catalog'::regnamespace and proname in (${listOf(strongFunctions)})
    and has_function_privilege(id, pg_proc.oid, 'execute')
)
select coalesce(case
  when r.oid is null then 'is not there'
  when exists (select from strong s where s.name = w.name)
    then 'has more rights than to read (' || (select min(what) from strong s where s.name = w.name) || ')'
  when not r.rolcanlogin then 'may not log in'
  end, '${readsAlone}')
from wanted w left join pg_roles r on r.rolname = w.name
order by place`;
}

/**
 * What each of these roles may do in the database of `target`, which is asked as its superuser; functions are granted
 * database by database. PostgreSQL 12 and later. Fails as `askPsql` does.
 */
export async function readReaderRights(
  run: RunHostCommand,
  target: PsqlTarget,
  roles: readonly string[],
): Promise<Answer<ReaderRights[]>> {
  const answer = await askPsql(run, target, rightsQuery(roles), { timeoutMs: 15_000 });
  if (!answer.ok) return answer;
  const value = roles.map((role, place) => {
    const said = answer.value[place]?.[0];
    return { role, why: said === readsAlone ? null : (said ?? 'could not be looked at') };
  });
  return { ok: true, value, atMs: answer.atMs };
}
