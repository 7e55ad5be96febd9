import { execFile, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScratchPlace, scratchPlace } from '@/lib/domain/restore-tests/scratch-place';
import type { RunHostCommand } from './host-command';
import { readScratchHost, scratchHostOf } from './scratch-host';
import { lookAtScratch, makeScratchFolder, removeScratch } from './scratch-instance';

/** The scripts are run by this machine's own shell, as a host's would. */
const here: RunHostCommand = ([command = '', ...words]) =>
  new Promise((resolve) => {
    execFile(command, words, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ ok: true, value: { stdout, stderr, exitCode }, atMs: 0 });
    });
  });

const id = '0b9cdf89-c5c2-4cea-8f77-2b3338b144b5';
let directory: string;
let place: ScratchPlace;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'howdah-scratch-'));
  place = scratchPlace(directory, id);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the folder of a restore test', () => {
  it('is made once, again for the same test, and never for another', async () => {
    expect((await makeScratchFolder(here, place, id)).ok).toBe(true);
    expect((await makeScratchFolder(here, place, id)).ok).toBe(true);
    expect(await makeScratchFolder(here, place, 'another')).toMatchObject({
      ok: false,
      kind: 'command_failed',
      reason: expect.stringContaining('is not this test'),
    });
    expect(readFileSync(place.marker, 'utf8').trim()).toBe(id);
  });

  it('is refused where somebody else’s files are', async () => {
    mkdirSync(place.folder);
    writeFileSync(join(place.folder, 'PG_VERSION'), '15');
    expect((await makeScratchFolder(here, place, id)).ok).toBe(false);
  });

  it('is removed whole, and removing it again is fine', async () => {
    await makeScratchFolder(here, place, id);
    mkdirSync(join(place.data, 'base', '1'), { recursive: true });
    writeFileSync(join(place.data, 'base', '1', '1259'), 'x');
    expect((await removeScratch(here, place, id)).ok).toBe(true);
    expect(existsSync(place.folder)).toBe(false);
    expect((await removeScratch(here, place, id)).ok).toBe(true);
  });

  it.each(['another', ''])('is left as it is with the marker «%s»', async (marker) => {
    mkdirSync(place.data, { recursive: true });
    if (marker !== '') writeFileSync(place.marker, marker);
    expect(await removeScratch(here, place, id)).toMatchObject({ ok: false, kind: 'command_failed' });
    expect(existsSync(place.data)).toBe(true);
  });

  it('is not removed through a symbolic link', async () => {
    const elsewhere = join(directory, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'operation'), id);
    symlinkSync(elsewhere, place.folder);
    expect((await removeScratch(here, place, id)).ok).toBe(false);
    expect(existsSync(join(elsewhere, 'operation'))).toBe(true);
  });

  it('ends what works in it, and not a stranger whose number stands in postmaster.pid', async () => {
    await makeScratchFolder(here, place, id);
    mkdirSync(place.data);
    const own = spawn('sleep', ['60'], { cwd: place.data });
    const stranger = spawn('sleep', ['60'], { cwd: directory });
    try {
      writeFileSync(join(place.data, 'postmaster.pid'), `${stranger.pid}\n`);
      expect(await lookAtScratch(here, place, 0)).toMatchObject({ value: { isRunning: false } });
      const ownEnded = new Promise((resolve) => own.once('exit', resolve));
      expect((await removeScratch(here, place, id)).ok).toBe(true);
      await ownEnded;
      expect(stranger.exitCode).toBeNull();
      expect(stranger.signalCode).toBeNull();
      expect(existsSync(place.folder)).toBe(false);
    } finally {
      own.kill('SIGKILL');
      stranger.kill('SIGKILL');
    }
  });
});

describe('a host for restore tests', () => {
  it('tells of the data folder that is around, through a symbolic link too', async () => {
    mkdirSync(join(directory, 'data', 'tests'), { recursive: true });
    writeFileSync(join(directory, 'data', 'PG_VERSION'), '15');
    symlinkSync(join(directory, 'data', 'tests'), join(directory, 'link'));
    const answer = await readScratchHost(here, join(directory, 'link'), null, { timeoutMs: 5_000 });
    expect(answer).toMatchObject({
      value: {
        directory: join(directory, 'data', 'tests'),
        dataFolderAround: join(directory, 'data'),
        isWritable: true,
      },
    });
  });

  it('tells of what earlier tests left, and of a folder that is not there', async () => {
    await makeScratchFolder(here, place, id);
    const there = await readScratchHost(here, directory, null, { timeoutMs: 5_000 });
    expect(there).toMatchObject({ value: { leftovers: [place.folder] } });
    const absent = await readScratchHost(here, join(directory, 'absent'), null, { timeoutMs: 5_000 });
    expect(absent).toMatchObject({ value: { directory: null, directoryTrouble: 'It is not there.' } });
  });

  it('claims nothing that was not said', () => {
    expect(scratchHostOf('')).toMatchObject({
      pgbackrestVersion: null,
      directory: null,
      isWritable: false,
      freeBytes: null,
      binDirectory: null,
      hasAmcheck: false,
    });
  });
});
