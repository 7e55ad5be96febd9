import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { lockFolder } from './folder-lock';
import { thisHolder } from './lock-holder';

const folders: string[] = [];

function newFolder(): { readonly folder: string; readonly lock: string } {
  const folder = mkdtempSync(join(tmpdir(), 'howdah-lock-'));
  folders.push(folder);
  return { folder, lock: join(folder, 'howdah.lock') };
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const elsewhere = { pid: 1, startedTicks: null, token: 'x' };
const silentMs = 1_000;

describe('a lock that is none', () => {
  test.each([
    ['a folder', (lock: string) => mkdirSync(lock), /is a folder and not a lock.*move it away/],
    ['a dangling link', (lock: string) => symlinkSync('/nowhere', lock), /is a symbolic link and not a lock/],
  ])('is named, and refused at once: %s', async (_, make, message) => {
    const { folder, lock } = newFolder();
    make(lock);
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'broken',
      message: expect.stringMatching(message),
    });
    expect(readdirSync(folder)).toEqual(['howdah.lock']);
  });

  test.skipIf(userInfo().uid === 0)('is named, and refused at once: one that cannot be read', async () => {
    const { folder, lock } = newFolder();
    writeFileSync(lock, '{}');
    chmodSync(lock, 0);
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'broken',
      message: expect.stringMatching(/cannot be read: EACCES.*remove it/),
    });
  });
});

describe('the lock of a holder elsewhere', () => {
  test.each([
    ['in another container', 'other 1b4e28ba pid:[1]', 0],
    ['of another boot', `${thisHolder('').place.split(' ')[0]} another-boot pid:[1]`, 0],
    ['from the future', 'other 1b4e28ba pid:[1]', -3_600],
    ['from long ago', 'other 1b4e28ba pid:[1]', 86_400],
  ])('is taken over when it gives no sign of life, whatever its time: %s', async (_, place, ageSeconds) => {
    const { folder, lock } = newFolder();
    writeFileSync(lock, JSON.stringify({ ...elsewhere, place }));
    const then = Date.now() / 1000 - ageSeconds;
    utimesSync(lock, then, then);
    const taken = await lockFolder(folder, { silentMs });
    await taken.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([-3_600, 0, 86_400])(
    'is left to it when it gives one, whatever its time: %i s old',
    async (ageSeconds) => {
      const { folder, lock } = newFolder();
      writeFileSync(lock, JSON.stringify({ ...elsewhere, place: 'other 1b4e28ba pid:[1]' }));
      let beats = 0;
      const beat = () => {
        beats += 1;
        const then = Date.now() / 1000 - ageSeconds + beats;
        utimesSync(lock, then, then);
      };
      beat();
      const heart = setInterval(beat, 50);
      await expect(lockFolder(folder, { silentMs: 20_000 })).rejects.toMatchObject({
        code: 'locked',
        message: expect.stringContaining('process 1 on other'),
      });
      clearInterval(heart);
    },
  );
});

test('a lock that cannot be written leaves nothing behind', async () => {
  const { folder } = newFolder();
  // As on a full disk: the draft can be begun, and not be put in place.
  rmSync(folder, { recursive: true });
  writeFileSync(folder, '');
  await expect(lockFolder(folder)).rejects.toMatchObject({
    code: 'broken',
    message: expect.stringContaining('cannot be written'),
  });
});

test('whoever slept while another took the folder is told, and may use it no more', async () => {
  const { folder, lock } = newFolder();
  const lost: string[] = [];
  const held = await lockFolder(folder, { silentMs: 0, onLost: (reason) => lost.push(reason) });
  await held.verify();
  writeFileSync(lock, JSON.stringify({ ...elsewhere, place: 'other 1b4e28ba pid:[1]' }));
  await expect(held.verify()).rejects.toMatchObject({ code: 'locked' });
  await expect(held.verify()).rejects.toMatchObject({ code: 'locked' });
  expect(lost).toHaveLength(1);
  await held.release();
  expect(readdirSync(folder)).toEqual(['howdah.lock']);
});
