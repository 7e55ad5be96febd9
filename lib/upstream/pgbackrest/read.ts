import type { BackupDetail } from '@/lib/contract/backups';
import type { StanzaBackup, StanzaInfo } from '@/lib/domain/stanza';
import type { PgbackrestSettings } from '@/lib/settings/types';
import type { Answer, FailureKind } from '@/lib/upstream/answer';
import { infoCommand, infoSetCommand } from './commands';
import { type BackupWire, infoWire, parseInfoJson, type StanzaWire } from './wire';

/** Runs a command on the host where pgBackRest is, such as over ssh. */
export type RunPgbackrest = (
  argv: readonly string[],
  timeoutMs: number,
) => Promise<Answer<{ readonly stdout: string; readonly stderr: string; readonly exitCode: number }>>;

/** What is in one backup set, beside its files. */
export type BackupSet = NonNullable<BackupDetail['files']>;

/**
 * Asks pgBackRest about the settings' stanza. A stanza without backups, or not yet created, is an answer (see its
 * status); a repository that cannot be read at all is a failure, because "no backups" would be a lie.
 * Fails as `run` does, and with `not_found` (no such program or stanza), `command_failed` or `malformed`.
 */
export async function readInfo(
  run: RunPgbackrest,
  settings: PgbackrestSettings,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<Answer<StanzaInfo>> {
  const asked = await askStanza(run, settings, infoCommand(settings), timeoutMs);
  if (!asked.ok) return asked;
  return { ok: true, value: stanzaInfo(asked.value), atMs: asked.atMs };
}

/**
 * Asks pgBackRest what is in one backup set: databases, tablespaces, links and damaged files.
 * `repository` is null before pgBackRest 2.32. Fails as `readInfo`, and with `not_found` when there is no such set.
 */
export async function readSet(
  run: RunPgbackrest,
  settings: PgbackrestSettings,
  { label, repository }: { readonly label: string; readonly repository: number | null },
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<Answer<BackupSet>> {
  const asked = await askStanza(run, settings, infoSetCommand(settings, label, repository), timeoutMs);
  if (!asked.ok) return asked;
  const backup = asked.value.backup?.find(
    (candidate) =>
      candidate.label === label && (repository === null || candidate.database?.['repo-key'] === repository),
  );
  if (backup === undefined) {
    return failed('not_found', `pgBackRest on host ${settings.host} has no backup set ${label} any more`);
  }
  return { ok: true, value: backupSet(backup), atMs: asked.atMs };
}

async function askStanza(
  run: RunPgbackrest,
  settings: PgbackrestSettings,
  argv: readonly string[],
  timeoutMs: number,
): Promise<Answer<StanzaWire>> {
  const { host, stanza } = settings;
  const answer = await run(argv, timeoutMs);
  if (!answer.ok) return answer;
  const { stdout, stderr, exitCode } = answer.value;
  if (exitCode === 127) return failed('not_found', `pgbackrest was not found on host ${host}`);
  if (exitCode !== 0) {
    const said = lastError(stderr) ?? lastError(stdout) ?? 'without saying why';
    return failed('command_failed', `pgbackrest on host ${host} failed with code ${exitCode}: ${said}`);
  }
  const stanzas = parsed(stdout);
  if (stanzas === null) {
    return failed('malformed', `pgbackrest on host ${host} did not answer in the JSON that Howdah knows`);
  }
  const found = stanzas.find((candidate) => candidate.name === stanza);
  if (found === undefined) return failed('not_found', `pgBackRest on host ${host} knows no stanza ${stanza}`);
  const unreadable = unreadableReason(found);
  if (unreadable !== null) return failed('command_failed', `pgBackRest on host ${host} ${unreadable}`);
  return { ok: true, value: found, atMs: answer.atMs };
}

function parsed(stdout: string): StanzaWire[] | null {
  try {
    const wire = infoWire.safeParse(parseInfoJson(stdout));
    return wire.success ? wire.data : null;
  } catch {
    return null;
  }
}

/** Status code 99: pgBackRest could not look, and lists no backups for that reason alone. */
const couldNotLook = 99;

function unreadableReason({ repo, status }: StanzaWire): string | null {
  const repositories = repo ?? [];
  if (repositories.length === 0) {
    return status.code === couldNotLook ? `cannot read its repository: ${status.message}` : null;
  }
  if (!repositories.every((repository) => repository.status?.code === couldNotLook)) return null;
  const words = repositories.map(
    ({ key, status: own }) => `repository ${key}: ${oneLine(own?.message ?? '')}`,
  );
  return `cannot read ${words.join('; ')}`;
}

function stanzaInfo(wire: StanzaWire): StanzaInfo {
  const repositories = wire.repo ?? [];
  const lock = wire.status.lock?.backup;
  const backupRunning = lock?.held === true;
  return {
    stanza: wire.name,
    status: { code: wire.status.code, message: wire.status.message },
    repositoriesAreNumbered: repositories.length > 0,
    repositories:
      repositories.length > 0
        ? repositories.map(({ key, cipher, status }) => ({
            key,
            cipher: cipher ?? null,
            status: status ?? null,
          }))
        : [
            {
              key: 1,
              cipher: wire.cipher ?? null,
              status: { code: wire.status.code, message: wire.status.message },
            },
          ],
    databases: (wire.db ?? []).map((database) => ({
      id: database.id,
      repository: database['repo-key'] ?? 1,
      systemIdentifier: database['system-id'] ?? null,
      version: database.version ?? null,
    })),
    archives: (wire.archive ?? []).map(({ id, database, min, max }) => ({
      id,
      databaseId: database?.id ?? null,
      repository: database?.['repo-key'] ?? 1,
      min: min ?? null,
      max: max ?? null,
    })),
    backups: (wire.backup ?? []).map(stanzaBackup),
    backupRunning,
    backupProgress: backupRunning ? progressOf(lock?.['size-cplt'], lock?.size) : null,
  };
}

function stanzaBackup(wire: BackupWire): StanzaBackup {
  return {
    label: wire.label,
    type: wire.type,
    repository: wire.database?.['repo-key'] ?? 1,
    databaseId: wire.database?.id ?? null,
    startedAtSeconds: wire.timestamp.start,
    endedAtSeconds: wire.timestamp.stop,
    databaseSizeBytes: wire.info?.size ?? null,
    databaseDeltaBytes: wire.info?.delta ?? null,
    repositorySizeBytes: wire.info?.repository?.size ?? null,
    repositoryDeltaBytes: wire.info?.repository?.delta ?? null,
    walStart: wire.archive?.start ?? null,
    walStop: wire.archive?.stop ?? null,
    lsnStart: wire.lsn?.start ?? null,
    lsnStop: wire.lsn?.stop ?? null,
    prior: wire.prior ?? null,
    references: wire.reference ?? null,
    error: wire.error ?? null,
    annotations: wire.annotation ?? {},
    pgbackrestVersion: wire.backrest?.version ?? null,
  };
}

function backupSet(wire: BackupWire): BackupSet {
  const located = (places: readonly { name: string; destination: string }[] | null | undefined) =>
    (places ?? []).map(({ name, destination }) => ({ name, path: destination }));
  return {
    databases: (wire['database-ref'] ?? []).map(({ name, oid }) => ({ name, oid })),
    tablespaces: located(wire.tablespace),
    links: located(wire.link),
    damaged: [...(wire['error-list'] ?? wire['checksum-page-error'] ?? [])],
  };
}

function progressOf(
  done: number | null | undefined,
  total: number | null | undefined,
): StanzaInfo['backupProgress'] {
  if (done == null || total == null || total <= 0) return null;
  return { doneBytes: Math.min(done, total), totalBytes: total };
}

/** pgBackRest's own words: `ERROR: [055]: unable to open missing file '/nope' for read`. */
export function lastError(output: string): string | null {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const start = lines.findLastIndex((candidate) => candidate.includes('ERROR:'));
  const line = lines[start] ?? lines.at(-1);
  if (line === undefined) return null;
  // What follows indented belongs to it: the repositories that were tried, each with its reason.
  const rest = start < 0 ? [] : lines.slice(start + 1);
  const end = rest.findIndex((candidate) => !/^\s/.test(candidate));
  const told = [
    line.replace(/^.*ERROR:\s*(\[\d+\]:\s*)?/, ''),
    ...rest.slice(0, end < 0 ? rest.length : end),
  ];
  return oneLine(told.join(' '));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 300);
}

function failed(kind: FailureKind, reason: string): Answer<never> {
  return { ok: false, kind, reason, atMs: Date.now() };
}
