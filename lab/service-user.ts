import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { LabError } from './lab-error';

/** The account that the lab's programs run as: PostgreSQL refuses to run as root. */
export interface ServiceUser {
  readonly name: string;
  readonly userId: number;
  readonly groupId: number;
  /** Whether the one who runs the lab is root and hands files over to this account. */
  readonly differs: boolean;
}

export function serviceUser(name?: string): ServiceUser {
  const me = userInfo();
  if (me.uid !== 0) return { name: me.username, userId: me.uid, groupId: me.gid, differs: false };
  const wanted = name || 'postgres';
  const fields = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find((line) => line[0] === wanted);
  if (fields === undefined) {
    throw new LabError(`as root the lab runs its members as the user "${wanted}", who does not exist`);
  }
  return { name: wanted, userId: Number(fields[2]), groupId: Number(fields[3]), differs: true };
}
