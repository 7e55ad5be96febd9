import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabError } from '../lab-error';

export interface Account {
  readonly userId: number;
  readonly groupId: number;
}

export type AccountName = 'root' | 'postgres' | 'pgbackrest';

/** The files that one host has of its own, by the paths that they have there. */
export interface HostFiles {
  folder(path: string, owner?: AccountName, mode?: number): void;
  file(path: string, text: string, owner?: AccountName, mode?: number): void;
}

export function hostFiles(root: string, upper: string): HostFiles {
  const passwd = readFileSync(join(root, 'etc', 'passwd'), 'utf8');
  const give = (path: string, owner: AccountName, mode: number): void => {
    const { userId, groupId } = accountIn(passwd, owner);
    chownSync(path, userId, groupId);
    chmodSync(path, mode);
  };
  const makeParents = (path: string): void => {
    if (existsSync(path)) return;
    makeParents(dirname(path));
    mkdirSync(path);
    chmodSync(path, 0o755);
  };
  return {
    folder(path, owner = 'root', mode = 0o755) {
      makeParents(join(upper, path));
      give(join(upper, path), owner, mode);
    },
    file(path, text, owner = 'root', mode = 0o644) {
      makeParents(dirname(join(upper, path)));
      writeFileSync(join(upper, path), text);
      give(join(upper, path), owner, mode);
    },
  };
}

export function accountIn(passwd: string, name: AccountName): Account {
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find(([account]) => account === name);
  if (fields === undefined) throw new LabError(`The root of the hosts has no account "${name}"`);
  return { userId: Number(fields[2]), groupId: Number(fields[3]) };
}
