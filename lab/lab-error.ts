/** Something a person can act on; `exitCode` is what the command line ends with. */
export class LabError extends Error {
  override readonly name = 'LabError';

  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}
