import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openFolder } from './pglite';

const mounted: string[] = [];

/** A file system of its own, which only root may make. */
function smallDisk(megabytes: number): string {
  const place = mkdtempSync(join(tmpdir(), 'howdah-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', place]);
  mounted.push(place);
  return place;
}

function mayMount(): boolean {
  if (userInfo().uid !== 0) return false;
  try {
    const place = smallDisk(1);
    execFileSync('umount', [place]);
    rmdirSync(mounted.pop() ?? '');
    return true;
  } catch {
    return false;
  }
}

function fill(place: string): void {
  const { bavail, bsize } = statfsSync(place);
  writeFileSync(join(place, 'filler'), Buffer.alloc(bavail * bsize));
}

afterEach(() => {
  for (const place of mounted.splice(0)) {
    execFileSync('umount', ['-l', place]);
    rmdirSync(place);
  }
});

describe.skipIf(!mayMount())('a full disk', () => {
  test('is told before a store is begun on it, and nothing is left behind', async () => {
    const place = smallDisk(8);
    await expect(openFolder(place)).rejects.toMatchObject({
      code: 'broken',
      message: expect.stringMatching(/no room for Howdah's store.*a new one takes/),
    });
    fill(place);
    await expect(openFolder(place)).rejects.toMatchObject({ code: 'broken' });
    expect(readdirSync(place).sort()).toEqual(['filler', 'pglite']);
    expect(readdirSync(join(place, 'pglite'))).toEqual([]);
  });

  test('is told by the check of an open store, which goes on when there is room again', async () => {
    const place = smallDisk(192);
    const store = await openFolder(place);
    await store.check();
    fill(place);
    await expect(store.check()).rejects.toMatchObject({
      message: expect.stringMatching(/Nothing can be written into .*ENOSPC/),
    });
    rmSync(join(place, 'filler'));
    await store.check();
    await store.close();
    expect(readdirSync(place)).toEqual(['pglite']);
  });
});
