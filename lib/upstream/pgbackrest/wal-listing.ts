import type { PgbackrestSettings } from '@/lib/settings/types';
import type { Answer, FailureKind } from '@/lib/upstream/answer';
import { base } from './commands';
import { lastError } from './read';
import { type ParsedListing, WalListingParser } from './wal-listing-parser';

/** Runs a command on the host where pgBackRest is, and passes its standard output on as it comes. */
export type StreamPgbackrest = (
  argv: readonly string[],
  options: { readonly timeoutMs: number; readonly onStdout: (chunk: string) => void },
) => Promise<Answer<{ readonly stderr: string; readonly exitCode: number }>>;

export interface WalArchive {
  /** Null before pgBackRest 2.32, which has no `--repo`. */
  readonly repository: number | null;
  /** Such as `15-1`. */
  readonly archiveId: string;
}

export interface WalScope {
  /** `all`: the whole archive. `top`: names of folders and histories alone. Otherwise one folder's name. */
  readonly within: 'all' | 'top' | { readonly folder: string };
}

/** The argument vector of a listing of an archive, or of a part of it. */
export function repoLsCommand(
  settings: PgbackrestSettings,
  { repository, archiveId }: WalArchive,
  { within }: WalScope,
): string[] {
  const folder = typeof within === 'string' ? '' : `/${within.folder}`;
  return [
    ...base(settings),
    ...repositoryWords(repository),
    ...(within === 'all' ? ['--recurse'] : []),
    '--output=json',
    'repo-ls',
    `archive/${settings.stanza}/${archiveId}${folder}`,
  ];
}

/** The argument vector that prints one `.history` file. */
export function repoGetHistoryCommand(
  settings: PgbackrestSettings,
  { repository, archiveId }: WalArchive,
  timeline: number,
): string[] {
  const name = `${timeline.toString(16).toUpperCase().padStart(8, '0')}.history`;
  return [
    ...base(settings),
    ...repositoryWords(repository),
    'repo-get',
    `archive/${settings.stanza}/${archiveId}/${name}`,
  ];
}

/**
 * Lists what WAL a repository really holds; sizes in bytes, times in seconds of the repository's clock. A folder that
 * is not there is an empty listing, as pgBackRest has it. Fails as `run` does, and with `not_found` (no such program),
 * `command_failed` or `malformed` (also when the output ended early).
 */
export async function listWal(
  run: StreamPgbackrest,
  settings: PgbackrestSettings,
  archive: WalArchive,
  scope: WalScope,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<Answer<ParsedListing>> {
  const parser = new WalListingParser();
  const answer = await run(repoLsCommand(settings, archive, scope), {
    timeoutMs,
    onStdout: (chunk) => parser.take(chunk),
  });
  const failure = failureOf(answer, settings, 'list the WAL archive');
  if (failure !== null) return failure;
  const listing = parser.end();
  if (listing !== null) return { ok: true, value: listing, atMs: answer.atMs };
  return failed('malformed', `pgbackrest repo-ls on host ${settings.host} did not print a whole listing`);
}

/** The text of a timeline's `.history` file. Fails as `listWal` does. */
export async function readHistoryFile(
  run: StreamPgbackrest,
  settings: PgbackrestSettings,
  archive: WalArchive,
  timeline: number,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<Answer<string>> {
  let text = '';
  const answer = await run(repoGetHistoryCommand(settings, archive, timeline), {
    timeoutMs,
    // A history has a line a timeline; whatever is longer is none.
    onStdout: (chunk) => {
      if (text.length < 1_000_000) text += chunk;
    },
  });
  const failure = failureOf(answer, settings, `read the history of timeline ${timeline}`);
  return failure ?? { ok: true, value: text, atMs: answer.atMs };
}

function repositoryWords(repository: number | null): string[] {
  return repository === null ? [] : [`--repo=${repository}`];
}

function failureOf(
  answer: Awaited<ReturnType<StreamPgbackrest>>,
  { host }: PgbackrestSettings,
  what: string,
): Answer<never> | null {
  if (!answer.ok) return answer;
  const { exitCode, stderr } = answer.value;
  if (exitCode === 127) return failed('not_found', `pgbackrest was not found on host ${host}`);
  if (exitCode === 0) return null;
  const said = lastError(stderr) ?? 'without saying why';
  return failed('command_failed', `pgbackrest on host ${host} could not ${what} (code ${exitCode}): ${said}`);
}

function failed(kind: FailureKind, reason: string): Answer<never> {
  return { ok: false, kind, reason, atMs: Date.now() };
}
