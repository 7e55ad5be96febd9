import { type BackupIndex, todaysDatabase } from '@/lib/domain/backup-index';
import {
  buildRecoveryIndex,
  type RecoveryIndex,
  type TimelineStart,
} from '@/lib/domain/recovery/build-recovery-index';
import type { RestorePoint } from '@/lib/domain/recovery/recovery-map';
import type { WalListing } from '@/lib/domain/recovery/wal-listing';
import type { Answer } from '@/lib/upstream/answer';
import { afterAnswer, nothingRead, type ReadingState, shifted } from './reading-state';
import type { RecoveryFacts } from './recovery-facts';
import { failedAnswer } from './sources';
import { WalArchiveWatch, type WalUpstream } from './wal-archive-watch';

/** While somebody looks: the archive is listed for a small part of the time, whatever one listing takes. */
const restFactor = 20;
const watchedLeastMs = 10_000;
const watchedMostMs = 60_000;
/** While nobody does. */
const unwatchedMs = 10 * 60_000;
const retryMs = 30_000;
const lookMs = 5000;
/** A new timeline takes a moment to reach the repository; until then it is looked for, but not at every question. */
const newTimelineMs = 1000;
/** Who has asked counts as looking for this long. */
const attentionMs = 150_000;

export interface RecoverySourceOptions {
  readonly upstream: WalUpstream;
  readonly backups: () => ReadingState<BackupIndex>;
  readonly facts: () => RecoveryFacts;
  readonly timelineStarts: (signal: AbortSignal) => Promise<readonly TimelineStart[]>;
  readonly restorePoints: () => Promise<readonly RestorePoint[]>;
  readonly onError: (error: unknown) => void;
  readonly nowMs: () => number;
  readonly steadyMs: () => number;
}

/** Keeps the recovery index of one cluster: never two listings at once, and none that nobody waits for too often. */
export class RecoverySource {
  private state: ReadingState<RecoveryIndex> = nothingRead;
  private watches = new Map<string, WalArchiveWatch>();
  private underWay: Promise<void> | null = null;
  private triedAtMs: number | null = null;
  private tookMs = 0;
  private lookedAtMs = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | null = null;
  private readonly stopped = new AbortController();

  constructor(private readonly options: RecoverySourceOptions) {}

  start(): void {
    this.timer = setInterval(() => this.look(), lookMs);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.stopped.abort();
  }

  /** What is known now; asks nobody, but counts as looking, which quickens the pace. */
  latest(): ReadingState<RecoveryIndex> {
    this.lookedAtMs = this.options.steadyMs();
    this.look();
    const { value } = this.state;
    return value === null ? this.state : { ...this.state, value: this.withCurrent(value) };
  }

  /**
   * The index, listed anew when it is older than `maxAgeMs` or when backups came or went since. With 0 the whole
   * archive is listed, not only what may have changed. Shared by all who wait.
   */
  async index(maxAgeMs: number): Promise<Answer<RecoveryIndex>> {
    if (!this.isFresh(maxAgeMs)) await this.refresh(maxAgeMs === 0);
    const { value, valueAtMs, trouble } = this.state;
    if (trouble !== null || value === null || valueAtMs === null) {
      const reason = trouble?.reason ?? 'pgBackRest has not answered yet';
      return { ok: false, kind: 'other', reason, atMs: this.options.nowMs() };
    }
    return { ok: true, value: this.withCurrent(value), atMs: valueAtMs };
  }

  /** The clock was set by `byMs`. */
  shift(byMs: number): void {
    this.state = shifted(this.state, byMs);
  }

  private withCurrent(index: RecoveryIndex): RecoveryIndex {
    return { ...index, current: this.options.facts().current ?? index.current };
  }

  private isFresh(maxAgeMs: number): boolean {
    const { valueAtMs, trouble } = this.state;
    if (trouble !== null || valueAtMs === null || this.backupsChanged()) return false;
    if (this.timelineIsNew() && this.options.nowMs() - valueAtMs > newTimelineMs) return false;
    return maxAgeMs > 0 && this.options.nowMs() - valueAtMs <= maxAgeMs;
  }

  /** Since the listing another timeline has begun: what it says of the present is not true any more. */
  private timelineIsNew(): boolean {
    const timeline = this.options.facts().current?.timeline ?? null;
    const repositories = this.state.value?.repositories ?? [];
    return (
      timeline !== null && !repositories.some(({ lanes }) => lanes.some((lane) => lane.timeline === timeline))
    );
  }

  private backupsChanged(): boolean {
    const now = this.options.backups().value;
    return now !== null && this.state.value !== null && labelsOf(now) !== labelsOf(this.state.value.backups);
  }

  /** Lists in the background when it is time. */
  private look(): void {
    if (this.underWay !== null || this.stopped.signal.aborted || this.options.backups().value === null)
      return;
    const nowMs = this.options.steadyMs();
    const watchedMs = Math.min(watchedMostMs, Math.max(watchedLeastMs, this.tookMs * restFactor));
    const pace = nowMs - this.lookedAtMs < attentionMs ? watchedMs : unwatchedMs;
    const waitMs = this.state.trouble !== null ? retryMs : this.backupsChanged() ? 0 : pace;
    if (this.triedAtMs === null || nowMs - this.triedAtMs >= waitMs) {
      this.refresh(false).catch((error) => this.options.onError(error));
    }
  }

  private refresh(wholly: boolean): Promise<void> {
    if (this.underWay !== null) {
      // What is under way may have begun before that which must be seen.
      return wholly ? this.underWay.then(() => this.refresh(true)) : this.underWay;
    }
    this.underWay = this.read(wholly).finally(() => {
      this.underWay = null;
    });
    return this.underWay;
  }

  private async read(wholly: boolean): Promise<void> {
    const startedMs = this.options.steadyMs();
    this.triedAtMs = startedMs;
    const backups = this.options.backups().value;
    if (backups === null) return;
    const before = this.state.value?.backups ?? null;
    const answer = await this.ask(backups, wholly || (before !== null && someGone(before, backups))).catch(
      (error: unknown) => {
        this.options.onError(error);
        return failedAnswer(error, this.options.nowMs());
      },
    );
    this.tookMs = this.options.steadyMs() - startedMs;
    if (!this.stopped.signal.aborted) this.state = afterAnswer(this.state, answer);
  }

  private async ask(backups: BackupIndex, wholly: boolean): Promise<Answer<RecoveryIndex>> {
    const { signal } = this.stopped;
    const { info } = backups;
    const listings: WalListing[] = [];
    const unlisted: { key: number; reason: string }[] = [];
    for (const { key } of info.repositories) {
      const answer = await this.watchOf(backups, key).refresh(wholly, signal);
      if (answer.ok) listings.push(answer.value);
      else unlisted.push({ key, reason: answer.reason });
    }
    const atMs = Math.min(this.options.nowMs(), ...listings.map(({ listedAtMs }) => listedAtMs));
    const [first] = unlisted;
    if (listings.length === 0) {
      return { ok: false, kind: 'other', reason: first?.reason ?? 'there is no repository', atMs };
    }
    const value = buildRecoveryIndex({
      backups,
      listings,
      unlisted,
      ...this.options.facts(),
      timelineStarts: await this.options.timelineStarts(signal),
      restorePoints: await this.options.restorePoints(),
    });
    return { ok: true, value, atMs };
  }

  private watchOf(backups: BackupIndex, key: number): WalArchiveWatch {
    const archiveId = archiveIdOf(backups, key);
    const name = `${key}/${archiveId}`;
    const known = this.watches.get(name);
    if (known !== undefined) return known;
    const repository = backups.info.repositoriesAreNumbered ? key : null;
    const watch = new WalArchiveWatch(
      key,
      { repository, archiveId },
      this.options.upstream,
      this.options.nowMs,
      this.options.steadyMs,
    );
    this.watches.set(name, watch);
    return watch;
  }
}

/** pgBackRest names an archive by PostgreSQL's version and the number of the database: `15-1`. */
function archiveIdOf({ info }: BackupIndex, repository: number): string {
  const today = todaysDatabase(info, repository);
  const told = info.archives.find(
    (archive) => archive.repository === repository && archive.databaseId === today?.id,
  );
  return told?.id ?? `${today?.version ?? ''}-${today?.id ?? 1}`;
}

function labelsOf({ byAge }: BackupIndex): string {
  return `${byAge.length} ${byAge[0]?.label ?? ''} ${byAge.at(-1)?.label ?? ''}`;
}

/** Something was expired, and its WAL with it. */
function someGone(before: BackupIndex, now: BackupIndex): boolean {
  return [...before.byKey.keys()].some((key) => !now.byKey.has(key));
}
