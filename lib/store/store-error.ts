/**
 * `locked`: another Howdah uses it. `newer`: written by a newer Howdah.
 * `unreachable`: does not answer now. `broken`: answers, but cannot be used.
 */
export type StoreErrorCode = 'locked' | 'newer' | 'unreachable' | 'broken';

/** Why the store cannot be used, in words for a person; never holds a secret. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  /** The statement did not leave Howdah: nothing can have come of it. */
  readonly isUnsent: boolean;

  constructor(code: StoreErrorCode, message: string, cause?: unknown, isUnsent = false) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StoreError';
    this.code = code;
    this.isUnsent = isUnsent;
  }
}

/**
 * True when nothing was written, for certain: it was not sent, or the database refused it. Otherwise the answer was
 * lost, and what was asked may have been done.
 */
export function isCertainlyUnwritten(error: unknown): boolean {
  if (error instanceof StoreError && error.isUnsent) return true;
  const state = sqlState(error instanceof StoreError ? error.cause : error);
  // Connections that break, and servers that are stopped in the middle of it, leave it open.
  return state !== null && /^[0-9FHPX][0-9A-Z]{4}$/.test(state) && !/^(08|57P|40003)/.test(state);
}

/** True when the database refused a row because one like it is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505';
}

export function sqlState(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

export function errorText(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(errorText).join('; ');
  }
  if (error instanceof Error) return error.message;
  if (typeof error === 'object' && error !== null && 'errno' in error) return systemErrorText(error.errno);
  return String(error);
}

/** WebAssembly's numbers of the errors that a disk makes (WASI `errno`); PGlite throws them bare. */
const systemErrors: Readonly<Record<number, string>> = {
  2: 'permission denied',
  22: 'file too large',
  29: 'input/output error',
  44: 'no such file or directory',
  51: 'no space left on the device',
  69: 'read-only file system',
};

function systemErrorText(errno: unknown): string {
  return (typeof errno === 'number' ? systemErrors[errno] : undefined) ?? `system error ${String(errno)}`;
}
