import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from './store-error';

const HEARTBEAT_MS = 5_000;
const SILENT_MS = 15_000;
/** A Howdah that was just killed takes a moment to be gone, longer on a busy machine. */
const GOING_MS = 3_000;
const LOOK_MS = 100;
const MOST_ATTEMPTS = 50;

/** Who holds the folder, exactly enough to tell a live holder from a dead one whose pid was given out again. */
interface Holder {
  readonly pid: number;
  readonly startedTicks: string | null;
  /** Machine and process-id namespace: a pid says something only inside the same one. */
  readonly place: string;
  readonly token: string;
}

/** `/proc/<pid>/stat` from its third field on; the name before it may hold spaces. Null where there is no /proc. */
function processFields(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function startedTicks(pid: number): string | null {
  return processFields(pid)?.[19] ?? null;
}

/** It has ended, and only its parent has not taken note of that yet. */
function isZombie(pid: number): boolean {
  const state = processFields(pid)?.[0];
  return state === 'Z' || state === 'X';
}

function place(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${hostname()} ${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function isAlive(holder: Holder, path: string, nowMs: number): Promise<boolean> {
  if (holder.place === place()) {
    if (!runs(holder.pid) || isZombie(holder.pid)) return false;
    const ticks = startedTicks(holder.pid);
    return holder.startedTicks === null || ticks === null || ticks === holder.startedTicks;
  }
  // Another machine or container shares the folder: only its sign of life can tell.
  const { mtimeMs } = await stat(path);
  return nowMs - mtimeMs < SILENT_MS;
}

function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { pid, startedTicks: ticks, place: where, token } = value as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof where !== 'string' || typeof token !== 'string') return null;
    return { pid, startedTicks: typeof ticks === 'string' ? ticks : null, place: where, token };
  } catch {
    return null;
  }
}

async function readHolder(path: string): Promise<{ text: string; holder: Holder | null } | null> {
  try {
    const text = await readFile(path, 'utf8');
    return { text, holder: parseHolder(text) };
  } catch {
    return null;
  }
}

/** True when the lock was put in place; false when somebody else's is there. */
async function putInPlace(path: string, mine: Holder): Promise<boolean> {
  const draft = `${path}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Takes the folder for this process, so that no second Howdah opens the same files.
 * The lock of a process that is gone (also by SIGKILL) is taken over. Returns how to give it back.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'howdah.lock');
  const mine: Holder = {
    pid: process.pid,
    startedTicks: startedTicks(process.pid),
    place: place(),
    token: randomUUID(),
  };

  const untilMs = Date.now() + GOING_MS;
  for (let attempt = 0; !(await putInPlace(path, mine)); attempt += 1) {
    const found = await readHolder(path);
    if (found === null) continue;
    const isHeld = found.holder !== null && (await isAlive(found.holder, path, Date.now()));
    if (isHeld && Date.now() < untilMs) {
      await sleep(LOOK_MS);
      continue;
    }
    if (isHeld || attempt >= MOST_ATTEMPTS) {
      const who = found.holder === null ? 'another process' : `process ${found.holder.pid}`;
      throw new StoreError(
        'locked',
        `The data folder ${folder} is in use by another Howdah (${who}). ` +
          'Stop that one, or give this one a folder of its own.',
      );
    }
    await removeStale(path, found.text, mine.token);
  }

  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, HEARTBEAT_MS);
  heartbeat.unref();

  return async () => {
    clearInterval(heartbeat);
    const found = await readHolder(path);
    if (found?.holder?.token === mine.token) await rm(path, { force: true });
  };
}

/** Moves the dead lock aside, and puts it back if it turns out to be another one than was judged. */
async function removeStale(path: string, judged: string, token: string): Promise<void> {
  const aside = `${path}.stale.${token}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await readHolder(aside);
  if (moved !== null && moved.text !== judged) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}
