import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFolder, openMemory } from './pglite';
import { openPostgres } from './postgres';
import { type ScratchPostgres, startScratchPostgres } from './scratch-postgres';

const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'howdah-open-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Another process that opens the folder, writes until it is killed, and says what was committed. */
async function killedWriter(folder: string): Promise<number> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('./fixtures/writer.ts', import.meta.url)), folder],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let committed = 0;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    for (const line of text.split('\n')) if (line !== '') committed = Math.max(committed, Number(line));
    if (committed >= 40) child.kill('SIGKILL');
  });
  await ended;
  expect(child.signalCode).toBe('SIGKILL');
  return committed;
}

describe('a data folder', () => {
  test('keeps all that was committed before a SIGKILL, and its lock does not outlive the process', async () => {
    const folder = newFolder();
    const committed = await killedWriter(folder);
    const store = await openFolder(folder);
    const [row] = await store.query<{ count: number }>('select count(*) as count from howdah.events');
    expect(row?.count).toBeGreaterThanOrEqual(committed);
    await store.close();
  });

  test('is opened by one Howdah only, and is free again when that one closed it', async () => {
    const folder = newFolder();
    const store = await openFolder(folder);
    await expect(openFolder(folder)).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringMatching(
        new RegExp(`${folder} is in use by another Howdah \\(process ${process.pid}\\)`),
      ),
    });
    await store.close();
    await (await openFolder(folder)).close();
  });

  test('is readable by its owner alone', async () => {
    const folder = newFolder();
    await (await openFolder(folder)).close();
    expect(statSync(join(folder, 'pglite')).mode & 0o077).toBe(0);
  });

  test.each([
    ['whose pid was given to another process', (holder: Holder) => ({ ...holder, startedTicks: '1' })],
    ['whose process is gone', (holder: Holder) => ({ ...holder, pid: 2 ** 22 + 1 })],
  ])('is taken over from a holder %s', async (_, change) => {
    const folder = newFolder();
    const lock = join(folder, 'howdah.lock');
    const store = await openFolder(folder);
    const holder = JSON.parse(readFileSync(lock, 'utf8')) as Holder;
    await store.close();
    writeFileSync(lock, JSON.stringify(change(holder)));
    await (await openFolder(folder)).close();
  });

  test('written by a newer Howdah is refused with the reason', async () => {
    const folder = newFolder();
    const store = await openFolder(folder);
    await store.query("insert into howdah.migrations (name) values ('9999-tomorrow')");
    await store.close();
    await expect(openFolder(folder)).rejects.toMatchObject({
      code: 'newer',
      message: expect.stringContaining('9999-tomorrow'),
    });
  });

  test('is checked by writing: what was deleted under it is told with its reason', async () => {
    const folder = newFolder();
    const store = await openFolder(folder);
    await store.check();
    rmSync(join(folder, 'pglite', 'PG_VERSION'));
    await expect(store.check()).rejects.toMatchObject({
      message: expect.stringMatching(/were deleted or replaced/),
    });
    rmSync(folder, { recursive: true });
    await expect(store.check()).rejects.toMatchObject({
      message: expect.stringMatching(/Nothing can be written into/),
    });
    await store.close().catch(() => {});
  });

  test('that cannot be made is said so', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    await expect(openFolder(join(file, 'data'))).rejects.toMatchObject({
      code: 'broken',
      message: expect.stringContaining(file),
    });
  });
});

interface Holder {
  pid: number;
  startedTicks: string | null;
  place: string;
  token: string;
}

test('a store in memory is migrated too', async () => {
  const store = await openMemory();
  expect(await store.query('select id from howdah.operations')).toEqual([]);
  await store.close();
});

describe('a PostgreSQL server', () => {
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startScratchPostgres();
  });
  afterAll(async () => {
    await server?.remove();
  });

  test('is used by one Howdah only, and is free again when that one is gone', async () => {
    const url = await server.newDatabase('single');
    const store = await openPostgres(url);
    await expect(openPostgres(url, { lockPatienceMs: 300 })).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining('/single'),
    });
    await store.close();
    const next = await openPostgres(url);
    await next.check();
    await next.close();
  });

  test('written by a newer Howdah is refused with the reason', async () => {
    const url = await server.newDatabase('newer');
    const store = await openPostgres(url);
    await store.query("insert into howdah.migrations (name) values ('9999-tomorrow')");
    await store.close();
    await expect(openPostgres(url)).rejects.toMatchObject({ code: 'newer' });
  });

  test('that is down is said to be unreachable, and can be opened once it is back', async () => {
    const url = await server.newDatabase('patient');
    await server.kill();
    await expect(openPostgres(url)).rejects.toMatchObject({ code: 'unreachable', isUnsent: true });
    await server.start();
    const store = await openPostgres(url);
    expect(await store.query('select id from howdah.operations')).toEqual([]);
    await store.close();
  });

  test('never has its password in a message', async () => {
    const url = server.url.replace('howdah@', 'nobody:hunter2@');
    const error: unknown = await openPostgres(url).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'broken' });
    expect(String(error)).not.toContain('hunter2');
  });
});
