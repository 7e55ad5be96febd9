import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** A unix socket's path has at most 104 bytes (macOS; 107 on Linux), of which ssh adds 17 while it makes one. */
const maxPathBytes = 104 - 17;

/**
 * Where ssh keeps the shared connection of one destination: a folder that only this user can enter.
 * Null when there is no such folder to be had; ssh then works without sharing.
 * The name is ours and not ssh's `%C`, which is the same for two settings that differ in the key only,
 * and which cannot be known from outside when the socket has to go.
 */
export function controlSocketPath(destination: string, configFile: string | null): string | null {
  const name = createHash('sha256')
    .update(JSON.stringify([destination, configFile]))
    .digest('hex')
    .slice(0, 20);
  for (const parent of new Set([tmpdir(), '/tmp'])) {
    const folder = join(parent, `howdah-ssh-${userInfo().uid}`);
    const path = join(folder, name);
    if (Buffer.byteLength(path) <= maxPathBytes && isPrivateFolder(folder)) return path;
  }
  return null;
}

function isPrivateFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // It is there already, or cannot be: the next lines see which.
  }
  try {
    const found = lstatSync(folder);
    return found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o077) === 0;
  } catch {
    return false;
  }
}
