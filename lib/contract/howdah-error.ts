import { type ErrorCode, errorStatus } from './errors';

/**
 * An error that a caller can do something about: it crosses the wire as its code, its message and its details.
 * Next bundles this class more than once, so it is recognised by its shape (`isHowdahError`), never by `instanceof`.
 */
export class HowdahError extends Error {
  override readonly name = 'HowdahError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: unknown,
  ) {
    super(message);
  }
}

export function isHowdahError(error: unknown): error is HowdahError {
  return (
    error instanceof Error &&
    error.name === 'HowdahError' &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code in errorStatus
  );
}
