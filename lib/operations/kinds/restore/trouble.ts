/** Something that a person must know before it can go on: what failed, where, and what to do there. */
export class Trouble extends Error {
  constructor(
    message: string,
    readonly host: string | null = null,
    readonly command: string | null = null,
    readonly ways: {
      /** Another target may help. */
      readonly isTarget?: boolean;
      /** Trying again cannot help. */
      readonly isPastRetry?: boolean;
      /** Members that can be reinitialized, when a person chooses it. */
      readonly copy?: readonly string[];
    } = {},
  ) {
    super(message);
  }
}
