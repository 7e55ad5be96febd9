import { shellText } from '../shell-text';

/** A role for this alone. It needs no password: it logs in on the member's own host, at a socket that Howdah makes. */
export const readerRole = 'howdah_reader';

/**
 * The roles that may ask what a restore has brought back, the best first: the one that is made for it, then the login of
 * the settings. A superuser never does, by whatever name: its session could read files, run programs and promote.
 */
export function readersOf(user: string | null, superuser: string): string[] {
  const names = user === null ? [readerRole] : [readerRole, user];
  return [...new Set(names)].filter((name) => name !== superuser);
}

/** What makes it, on the leader, for the next backup. `pg_read_all_data` is there from PostgreSQL 14 on. */
export const readerCommand = shellText([
  'psql',
  '-c',
  `CREATE ROLE ${readerRole} LOGIN IN ROLE pg_read_all_data`,
]);

/** Why nothing can be asked, of what each role that was looked at is. */
export function noReaderReason(roles: readonly { readonly role: string; readonly why: string }[]): string {
  const each = roles.map(({ role, why }) => `${role} ${why}`).join('; ');
  return `Queries need a role in the restored data that can log in and can only read: ${each}.`;
}
