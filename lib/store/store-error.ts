/**
 * `locked`: another Howdah uses it. `newer`: written by a newer Howdah.
 * `unreachable`: does not answer now. `broken`: answers, but cannot be used.
 */
export type StoreErrorCode = 'locked' | 'newer' | 'unreachable' | 'broken';

/** Why the store cannot be used, in words for a person; never holds a secret. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StoreError';
    this.code = code;
  }
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
  return error instanceof Error ? error.message : String(error);
}
