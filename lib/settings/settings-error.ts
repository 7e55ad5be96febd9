/** One thing that is wrong with the settings. */
export interface SettingsProblem {
  /** `howdah.yaml`, or the environment variable. */
  readonly place: string;
  /** Null for the whole file and for environment variables. */
  readonly line: number | null;
  /** `clusters[0].patroni.urls`; empty for the whole file and for environment variables. */
  readonly keyPath: string;
  /** What is wrong, in words; never a secret. */
  readonly words: string;
  /** Lines that are right, without their indentation; null where the words say it all. */
  readonly example: string | null;
}

/** Thrown when the settings cannot be used. Its message is for a person and holds every problem, first one first. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  readonly problems: readonly SettingsProblem[];

  constructor(problems: readonly SettingsProblem[]) {
    const inOrder = problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
    super(inOrder.map(problemText).join('\n'));
    this.problems = inOrder;
  }
}

function problemText({ place, line, keyPath, words, example }: SettingsProblem): string {
  const file = line === null ? place : `${place} line ${line}`;
  const where = keyPath === '' ? file : `${file}, ${keyPath}`;
  if (example === null) return `${where}: ${words}`;
  const lines = example.split('\n').map((text) => `    ${text}`);
  return `${where}: ${words}${words.endsWith('?') ? '' : '.'} For example:\n${lines.join('\n')}`;
}
