import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exampleBackup, exampleStanza } from '@/lib/domain/backup-examples';
import { type BackupIndex, indexBackups } from '@/lib/domain/backup-index';
import type { WalFolder } from '@/lib/domain/recovery/wal-listing';
import { nothingRead, type ReadingState } from './reading-state';
import { RecoverySource } from './recovery-source';
import type { WalUpstream } from './wal-archive-watch';

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

function folder(log: number, count: number): WalFolder {
  return {
    timeline: 1,
    log,
    inLog: Uint32Array.from({ length: count }, (_, index) => index),
    seconds: Uint32Array.from({ length: count }, (_, index) => 1_700_000_000 + log * 2560 + index * 10),
    bytes: new Uint32Array(count).fill(100),
    partials: [],
  };
}

const nameOf = (log: number) => `00000001${log.toString(16).toUpperCase().padStart(8, '0')}`;

/** An archive of one timeline whose folders can be changed, and that takes a second to answer. */
function watched(folderCount: number) {
  const folders = new Map(Array.from({ length: folderCount }, (_, log) => [nameOf(log), folder(log, 256)]));
  const asked: string[] = [];
  let failure: string | null = null;
  let atOnce = 0;
  let mostAtOnce = 0;
  const upstream: WalUpstream = {
    list: async (_archive, { within }) => {
      asked.push(typeof within === 'string' ? within : within.folder);
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      atOnce -= 1;
      if (failure !== null) return { ok: false, kind: 'command_failed', reason: failure, atMs: Date.now() };
      const names = [...folders.keys()];
      const wanted = within === 'all' ? names : within === 'top' ? [] : [within.folder];
      return {
        ok: true,
        value: {
          folders: wanted.flatMap((name) => folders.get(name) ?? []),
          histories: [],
          folderNames: names,
        },
        atMs: Date.now(),
      };
    },
    history: async () => ({ ok: false, kind: 'other', reason: 'none', atMs: Date.now() }),
  };
  let labels = ['A'];
  const backups = (): ReadingState<BackupIndex> => ({
    ...nothingRead,
    valueAtMs: Date.now(),
    value: indexBackups(
      exampleStanza(
        labels.map((label) => exampleBackup(label, { walStart: '000000010000000000000003', walStop: null })),
      ),
      null,
    ),
  });
  const source = new RecoverySource({
    upstream,
    backups,
    facts: () => ({ current: null, segmentBytes: null }),
    timelineStarts: async () => [],
    restorePoints: async () => [],
    onError: (error) => expect.fail(String(error)),
    nowMs: () => Date.now(),
    steadyMs: () => performance.now(),
  });
  return {
    source,
    folders,
    asked,
    mostAtOnce: () => mostAtOnce,
    fail: (reason: string | null) => {
      failure = reason;
    },
    setLabels: (next: string[]) => {
      labels = next;
    },
  };
}

async function settled<Value>(promise: Promise<Value>): Promise<Value> {
  await vi.advanceTimersByTimeAsync(60_000);
  return promise;
}

describe('a large archive', () => {
  it('is listed whole once, and then only where it may have changed', async () => {
    const { source, asked, folders } = watched(100);
    await settled(source.index(1000));
    expect(asked).toEqual(['all']);
    folders.set(nameOf(99), folder(99, 200));
    folders.set(nameOf(100), folder(100, 3));
    folders.delete(nameOf(0));
    const answer = await settled(source.index(1000));
    expect(asked).toEqual(['all', 'top', nameOf(99), nameOf(100)]);
    const runs = answer.ok ? answer.value.repositories[0]?.lanes[0]?.runs : [];
    expect(runs?.map(({ first, last }) => [first, last])).toEqual([
      [256, 99 * 256 + 199],
      [100 * 256, 100 * 256 + 2],
    ]);
  });

  it('is listed whole again after something expired, and when nothing may be overlooked', async () => {
    const { source, asked, setLabels } = watched(100);
    setLabels(['A', 'B']);
    await settled(source.index(1000));
    setLabels(['B']);
    await settled(source.index(1_000_000));
    await settled(source.index(0));
    expect(asked).toEqual(['all', 'all', 'all']);
  });
});

describe('the index', () => {
  it('is never listed twice at once, however many wait for it', async () => {
    const { source, asked, mostAtOnce } = watched(2);
    const all = Promise.all([source.index(1000), source.index(1000), source.index(0)]);
    await settled(all);
    expect(mostAtOnce()).toBe(1);
    expect(asked).toEqual(['all', 'all']);
  });

  it('is taken as it is while it is young enough', async () => {
    const { source, asked } = watched(2);
    await settled(source.index(1000));
    await settled(source.index(300_000));
    expect(asked.length).toBe(1);
  });

  it('is listed anew as soon as there is another backup', async () => {
    const { source, asked, setLabels } = watched(2);
    source.start();
    await settled(source.index(300_000));
    setLabels(['A', 'B']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked.length).toBe(2);
    source.stop();
  });

  it('is kept when the archive cannot be listed, and is not passed off as current', async () => {
    const { source, fail } = watched(2);
    await settled(source.index(1000));
    fail('the repository is gone');
    expect(await settled(source.index(1000))).toMatchObject({ ok: false, reason: 'the repository is gone' });
    const state = source.latest();
    expect(state.value?.repositories.length).toBe(1);
    expect(state.trouble?.reason).toBe('the repository is gone');
    fail(null);
    expect(await settled(source.index(1000))).toMatchObject({ ok: true });
  });

  it('is refreshed more often while somebody looks', async () => {
    const { source, asked } = watched(2);
    source.start();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(asked.length).toBe(1);
    const look = setInterval(() => source.latest(), 10_000);
    await vi.advanceTimersByTimeAsync(300_000);
    clearInterval(look);
    // Between the shortest and the longest pause of one that is looked at.
    expect(asked.length).toBeGreaterThanOrEqual(1 + 300 / 60);
    expect(asked.length).toBeLessThanOrEqual(1 + 300 / 10);
    source.stop();
  });
});
