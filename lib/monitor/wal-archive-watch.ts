import { parseTimelineHistory } from '@/lib/domain/recovery/timeline-history';
import type { WalFolder, WalHistory, WalListing } from '@/lib/domain/recovery/wal-listing';
import type { Answer } from '@/lib/upstream/answer';
import type { WalArchive, WalScope } from '@/lib/upstream/pgbackrest/wal-listing';
import type { ParsedListing } from '@/lib/upstream/pgbackrest/wal-listing-parser';

export interface WalCall {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What is asked of a repository's archive. */
export interface WalUpstream {
  list(archive: WalArchive, scope: WalScope, call: WalCall): Promise<Answer<ParsedListing>>;
  history(archive: WalArchive, timeline: number, call: WalCall): Promise<Answer<string>>;
}

/** A whole listing this small costs no more than a look into a few folders. */
const smallSegments = 20_000;
/** What was removed from an old folder shows at the latest after this. */
const wholeEveryMs = 60 * 60_000;
/** Timelines older than the newest few receive no WAL any more. */
const livelyTimelines = 3;
const mostFolders = 40;
const wholeTimeoutMs = 10 * 60_000;
const partTimeoutMs = 60_000;
const historyTimeoutMs = 20_000;

/** One repository's archive of one database, listed whole once, and then only where it may have changed. */
export class WalArchiveWatch {
  private folders = new Map<string, WalFolder>();
  private histories: readonly WalHistory[] = [];
  /** By the steady time. */
  private wholeAtMs: number | null = null;

  constructor(
    private readonly key: number,
    private readonly archive: WalArchive,
    private readonly upstream: WalUpstream,
    private readonly nowMs: () => number,
    private readonly steadyMs: () => number,
  ) {}

  /** `wholly`: something may have been removed. A failure leaves what is known as it was. */
  async refresh(wholly: boolean, signal: AbortSignal): Promise<Answer<WalListing>> {
    const startedMs = this.nowMs();
    const segments = [...this.folders.values()].reduce((sum, { inLog }) => sum + inLog.length, 0);
    const due =
      wholly ||
      this.wholeAtMs === null ||
      this.steadyMs() - this.wholeAtMs >= wholeEveryMs ||
      segments < smallSegments;
    const failure = due ? await this.listWhole(signal) : await this.listChanged(signal);
    if (failure !== null) return failure;
    return {
      ok: true,
      value: {
        repository: this.key,
        archiveId: this.archive.archiveId,
        listedAtMs: startedMs,
        folders: [...this.folders.values()],
        histories: this.histories,
      },
      atMs: startedMs,
    };
  }

  private async listWhole(signal: AbortSignal): Promise<Answer<never> | null> {
    const startedMs = this.steadyMs();
    const answer = await this.upstream.list(
      this.archive,
      { within: 'all' },
      { timeoutMs: wholeTimeoutMs, signal },
    );
    if (!answer.ok) return answer;
    this.folders = new Map(answer.value.folders.map((folder) => [nameOf(folder), folder]));
    this.wholeAtMs = startedMs;
    await this.readHistories(answer.value, signal);
    return null;
  }

  private async listChanged(signal: AbortSignal): Promise<Answer<never> | null> {
    const call = { timeoutMs: partTimeoutMs, signal };
    const top = await this.upstream.list(this.archive, { within: 'top' }, call);
    if (!top.ok) return top;
    const names = new Set(top.value.folderNames);
    const changed = this.mayHaveChanged(top.value.folderNames);
    if (changed.length > mostFolders) return this.listWhole(signal);
    const listed: { name: string; folder: WalFolder | undefined }[] = [];
    for (const name of changed) {
      const answer = await this.upstream.list(this.archive, { within: { folder: name } }, call);
      if (!answer.ok) return answer;
      listed.push({ name, folder: answer.value.folders.find((folder) => nameOf(folder) === name) });
    }
    for (const name of [...this.folders.keys()]) if (!names.has(name)) this.folders.delete(name);
    for (const { name, folder } of listed) {
      if (folder === undefined) this.folders.delete(name);
      else this.folders.set(name, folder);
    }
    await this.readHistories(top.value, signal);
    return null;
  }

  /** Folders that are new, and of the newest timelines the one that was newest before: it may have been filled up. */
  private mayHaveChanged(names: readonly string[]): string[] {
    const timelineIn = (name: string) => name.slice(0, 8);
    const lively = [...new Set(names.map(timelineIn))].sort().slice(-livelyTimelines);
    const known = [...this.folders.keys()].sort();
    const newest = new Set(
      lively.map((timeline) => known.findLast((name) => timelineIn(name) === timeline) ?? ''),
    );
    return names.filter((name) => !this.folders.has(name) || newest.has(name));
  }

  /** A descendant's file holds all that its ancestors' files do, so the newest are asked first, and few. */
  private async readHistories(listing: ParsedListing, signal: AbortSignal): Promise<void> {
    const call = { timeoutMs: historyTimeoutMs, signal };
    const told = new Set<number>();
    const histories: WalHistory[] = [];
    for (const { timeline, seconds } of [...listing.histories].sort((a, b) => b.timeline - a.timeline)) {
      const atMs = seconds * 1000;
      if (told.has(timeline)) {
        histories.push({ timeline, atMs, text: null });
        continue;
      }
      const known = this.histories.find((history) => history.timeline === timeline && history.atMs === atMs);
      const text = known?.text ?? (await this.historyText(timeline, call));
      for (const { timeline: ancestor } of parseTimelineHistory(text ?? '') ?? []) told.add(ancestor);
      histories.push({ timeline, atMs, text });
    }
    this.histories = histories;
  }

  private async historyText(timeline: number, call: WalCall): Promise<string | null> {
    const answer = await this.upstream.history(this.archive, timeline, call);
    return answer.ok ? answer.value : null;
  }
}

function nameOf({ timeline, log }: WalFolder): string {
  return [timeline, log].map((part) => part.toString(16).toUpperCase().padStart(8, '0')).join('');
}
