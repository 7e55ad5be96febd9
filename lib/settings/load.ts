import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { type Environment, readEnvironment } from './environment';
import { SettingsFiles, whyNot } from './files';
import { foundWords } from './found-words';
import { guideOf, keysOf, smallestFile } from './guide';
import { type KeyPath, keyPathText } from './key-path';
import { nearestWord } from './nearest-word';
import { resolveCluster } from './resolve';
import { type SettingsFile, settingsFile } from './schema';
import { SettingsDocument } from './settings-document';
import { SettingsError, type SettingsProblem } from './settings-error';
import type { Settings } from './types';
import { fillVariables } from './variables';

export interface LoadOptions {
  /** What relative names in the environment are relative to; the working directory when absent. */
  readonly folder?: string;
}

/**
 * The settings: the file that `HOWDAH_SETTINGS` names (`howdah.yaml` when it is not set), and over it
 * `HOWDAH_HOST`, `HOWDAH_PORT`, `HOWDAH_DATA`, `DATABASE_URL` and `HOWDAH_LOG_LEVEL`.
 * Throws one `SettingsError` with everything that is wrong.
 */
export function loadSettings(environment: Environment, options: LoadOptions = {}): Settings {
  const folder = options.folder ?? process.cwd();
  const fileName = environment.HOWDAH_SETTINGS || 'howdah.yaml';
  const path = resolve(folder, fileName);
  const problems: SettingsProblem[] = [];
  const overrides = readEnvironment(environment, problems);
  const document = new SettingsDocument(fileName, readText(path, fileName));
  const file = checkFile(document, environment, problems);

  const files = new SettingsFiles(dirname(path), (at, words) => problems.push(document.problem(at, words)));
  const clusters = file?.clusters.map((cluster, index) =>
    resolveCluster(cluster, ['clusters', index], files),
  );
  if (file === null || clusters === undefined || problems.length > 0) throw new SettingsError(problems);

  return {
    listen: { host: overrides.host ?? file.listen.host, port: overrides.port ?? file.listen.port },
    dataFolder:
      overrides.dataFolder === undefined && file.data !== undefined
        ? files.path(file.data)
        : resolve(folder, overrides.dataFolder ?? 'data'),
    databaseUrl: overrides.databaseUrl ?? file.databaseUrl ?? null,
    allowedHosts: file.allowedHosts,
    logLevel: overrides.logLevel ?? file.logLevel,
    clusters,
  };
}

function readText(path: string, fileName: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const words = `${whyNot(error)} (${path}). HOWDAH_SETTINGS can name another`;
    throw new SettingsError([{ place: fileName, line: null, keyPath: '', words, example: smallestFile }]);
  }
}

function checkFile(
  document: SettingsDocument,
  environment: Environment,
  problems: SettingsProblem[],
): SettingsFile | null {
  const { value: written, problems: syntaxProblems } = document.read();
  problems.push(...syntaxProblems);
  if (syntaxProblems.length > 0) return null;
  if (written === null || written === undefined) {
    const words = 'the file is empty';
    problems.push({ place: document.fileName, line: null, keyPath: '', words, example: smallestFile });
    return null;
  }
  const before = problems.length;
  const filled = fillVariables(written, environment, (path, words) =>
    problems.push(document.problem(path, words)),
  );
  const unset = problems.slice(before).map((problem) => problem.keyPath);
  const parsed = settingsFile.safeParse(filled);
  if (parsed.success) return parsed.data;
  const meant = parsed.error.issues.flatMap(meantKeys);
  const found = parsed.error.issues
    // A misspelt key is one mistake, not also the absence of the key that was meant.
    .filter((issue) => !isMissing(issue, written) || !meant.includes(keyPathText(plainPath(issue))))
    .flatMap((issue) => problemsOf(issue, written, document))
    // A variable that is not set is said once, not again as the wrong value that it leaves behind.
    .filter((problem) => !unset.includes(problem.keyPath));
  problems.push(...found);
  return null;
}

function problemsOf(
  issue: z.core.$ZodIssue,
  written: unknown,
  document: SettingsDocument,
): SettingsProblem[] {
  const path = plainPath(issue);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, document));
  if (issue.code === 'custom') return [document.problem(path, issue.message)];
  return [document.problem(path, wrongValueWords(path, valueAt(written, path)))];
}

function plainPath(issue: z.core.$ZodIssue): KeyPath {
  return issue.path.filter((key) => typeof key !== 'symbol');
}

function isMissing(issue: z.core.$ZodIssue, written: unknown): boolean {
  return issue.code === 'invalid_type' && valueAt(written, plainPath(issue)) === undefined;
}

/** The keys that misspelt ones were meant to be. */
function meantKeys(issue: z.core.$ZodIssue): string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  const parent = plainPath(issue);
  return issue.keys.flatMap((key) => {
    const nearest = nearestWord(key, keysOf(parent));
    return nearest === null ? [] : [keyPathText([...parent, nearest])];
  });
}

/** `written` and not what variables made of it: a message must not show what they hold. */
function wrongValueWords(path: KeyPath, written: unknown): string {
  const { expected, secret } = guideOf(path);
  if (written === undefined) return `this key is missing: expected ${expected}`;
  return `expected ${expected}, found ${foundWords(written, secret === true)}`;
}

function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((part, key) => {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return undefined;
    return Object.getOwnPropertyDescriptor(part, key)?.value;
  }, value);
}

function unknownKey(parent: KeyPath, key: string, document: SettingsDocument): SettingsProblem {
  const known = keysOf(parent);
  const nearest = nearestWord(key, known);
  const words =
    nearest === null
      ? `there is no such key; there are ${known.join(', ')}`
      : `there is no such key; did you mean \`${nearest}\`?`;
  const example = nearest === null ? guideOf(parent).example : guideOf([...parent, nearest]).example;
  return document.keyProblem(parent, key, words, example);
}
