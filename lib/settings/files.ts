import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { KeyPath } from './key-path';
import type { Complain } from './variables';

/** Reads the files that the settings name, relative to the folder that the settings are in. */
export class SettingsFiles {
  constructor(
    readonly folder: string,
    readonly complain: Complain,
  ) {}

  path(name: string): string {
    return resolve(this.folder, name);
  }

  /** A file that something else will open: only seen to be there. */
  existingPath(name: string | undefined, path: KeyPath): string | null {
    return this.#text(name, path) === null || name === undefined ? null : this.path(name);
  }

  password(name: string | undefined, path: KeyPath): string | null {
    const password = this.#text(name, path)?.replace(/[\r\n]+$/, '') ?? null;
    if (password === '') this.complain(path, `the file ${name} holds no password: it is empty`);
    return password;
  }

  pem(name: string | undefined, path: KeyPath): string | null {
    const text = this.#text(name, path);
    if (text !== null && !text.includes('-----BEGIN ')) {
      this.complain(path, `the file ${name} is not in PEM form: no line in it begins with -----BEGIN`);
    }
    return text;
  }

  #text(name: string | undefined, path: KeyPath): string | null {
    if (name === undefined) return null;
    try {
      return readFileSync(this.path(name), 'utf8');
    } catch (error) {
      this.complain(path, `the file ${this.path(name)} cannot be read: ${whyNot(error)}`);
      return null;
    }
  }
}

/** Why a file could not be read, in words. */
export function whyNot(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  if (code === 'EACCES') return 'this user may not read it';
  if (code === 'EISDIR') return 'it is a folder';
  return `the system says ${String(code)}`;
}
