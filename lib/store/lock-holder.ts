import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds the folder, exactly enough to tell a live holder from a dead one whose pid was given out again. */
export interface LockHolder {
  readonly pid: number;
  readonly startedTicks: string | null;
  /** Machine, its boot and process-id namespace: a pid says something only inside the same one. */
  readonly place: string;
  readonly token: string;
}

/** This process, as a holder. */
export function thisHolder(token: string): LockHolder {
  return { pid: process.pid, startedTicks: startedTicks(process.pid), place: placeOfThis(), token };
}

/** Whether a pid of that place can be looked up from here. */
export function isOfThisPlace({ place }: LockHolder): boolean {
  return place === placeOfThis();
}

/** Call it for holders of this place alone. */
export function runsStill({ pid, startedTicks: then }: LockHolder): boolean {
  if (!runs(pid) || isZombie(pid)) return false;
  const ticks = startedTicks(pid);
  return then === null || ticks === null || ticks === then;
}

/** The machine's name, for a person. */
export function machineOf({ place }: LockHolder): string {
  return place.split(' ')[0] ?? place;
}

export function parseHolder(text: string): LockHolder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { pid, startedTicks: ticks, place, token } = value as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof place !== 'string' || typeof token !== 'string') return null;
    return { pid, startedTicks: typeof ticks === 'string' ? ticks : null, place, token };
  } catch {
    return null;
  }
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

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function placeOfThis(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${hostname()} ${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
