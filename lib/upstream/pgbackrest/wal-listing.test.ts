import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PgbackrestSettings } from '@/lib/settings/types';
import { listWal, readHistoryFile, type StreamPgbackrest } from './wal-listing';
import { WalListingParser } from './wal-listing-parser';

const recorded = readFileSync(new URL('./fixtures/pgbackrest-2.45.repo-ls.json', import.meta.url), 'utf8');

function parsed(...chunks: readonly string[]) {
  const parser = new WalListingParser();
  for (const chunk of chunks) parser.take(chunk);
  return parser.end();
}

const hash = 'a'.repeat(40);

describe('the listing that pgBackRest 2.45 printed', () => {
  it('has the segments of every timeline, in order, with their time and size', () => {
    const listing = parsed(recorded);
    expect(listing?.folders.map(({ timeline, log, inLog }) => [timeline, log, [...inLog]])).toEqual([
      [1, 0, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
      [2, 0, [9, 10, 11]],
      [3, 0, [12, 13]],
    ]);
    expect(listing?.folders[0]?.bytes[0]).toBe(3_794_460);
    expect(listing?.folders[0]?.seconds[0]).toBe(1_795_469_218);
  });

  it('tells a partial segment from a whole one, and knows the histories', () => {
    const listing = parsed(recorded);
    expect(listing?.folders.map(({ partials }) => partials)).toEqual([[9], [12], []]);
    expect(listing?.histories).toEqual([
      { timeline: 2, seconds: 1_795_469_249 },
      { timeline: 3, seconds: 1_795_469_267 },
    ]);
    expect(listing?.folderNames).toEqual(['0000000100000000', '0000000200000000', '0000000300000000']);
  });

  it('is the same however it was cut on its way', () => {
    const whole = parsed(recorded);
    fc.assert(
      fc.property(fc.array(fc.nat(recorded.length), { maxLength: 20 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), recorded.length];
        const chunks = places.slice(1).map((to, index) => recorded.slice(places[index], to));
        expect(parsed(...chunks)).toEqual(whole);
      }),
    );
  });

  it('is refused when it ended early, or is something else', () => {
    expect(parsed(recorded.trimEnd().slice(0, -1))).toBeNull();
    expect(parsed(recorded.slice(0, 700))).toBeNull();
    expect(parsed('')).toBeNull();
    expect(parsed('ERROR: {no}')).toBeNull();
    expect(parsed(recorded, recorded)).toBeNull();
  });
});

describe('a name', () => {
  const one = (name: string, size = 10) =>
    parsed(`{"${name}":{"type":"file","size":${size},"time":5}}`)?.folders.flatMap(({ inLog }) => [...inLog]);

  it('is a segment with any compression, or none', () => {
    for (const ending of ['', '.gz', '.lz4', '.zst', '.bz2']) {
      expect(one(`0000000100000000/0000000100000000000000FF-${hash}${ending}`)).toEqual([255]);
    }
  });

  it('is no segment while its file is being written, nor when the file is empty', () => {
    expect(one(`000000010000000000000001-${hash}.lz4.pgbackrest.tmp`)).toEqual([]);
    expect(one(`000000010000000000000001-${hash}.lz4`, 0)).toEqual([]);
    expect(one('000000010000000000000001.00000028.backup')).toEqual([]);
  });

  it('counts once when two files have the same segment', () => {
    const names = [hash, 'b'.repeat(40)].map(
      (sum) => `"000000010000000000000001-${sum}":{"size":3,"time":5}`,
    );
    expect(parsed(`{${names.join(',')}}`)?.folders[0]?.inLog.length).toBe(1);
  });

  it('may come in any order and with white space', () => {
    const text = `{ "." : { "type" : "path" } ,
      "000000010000000000000002-${hash}" : { "type" : "file", "time" : 7, "size" : 3 },
      "000000010000000000000001-${hash}" : { "type" : "file", "time" : 6, "size" : 3 } }`;
    expect([...(parsed(text)?.folders[0]?.seconds ?? [])]).toEqual([6, 7]);
  });
});

describe('asking', () => {
  const settings: PgbackrestSettings = { host: 'repo', stanza: 'demo', config: '/etc/b.conf' };
  const archive = { repository: 2, archiveId: '15-1' };
  const call = { timeoutMs: 1000 };

  function answering(stdout: string, stderr = '', exitCode = 0) {
    const asked: (readonly string[])[] = [];
    const run: StreamPgbackrest = async (argv, { onStdout }) => {
      asked.push(argv);
      onStdout(stdout);
      return { ok: true, value: { stderr, exitCode }, atMs: 1 };
    };
    return { run, asked };
  }

  it('names the repository and the path, and recurses only for the whole', async () => {
    const { run, asked } = answering('{".":{"type":"path"}}');
    await listWal(run, settings, archive, { within: 'all' }, call);
    await listWal(run, settings, archive, { within: { folder: '0000000100000000' } }, call);
    expect(asked[0]).toEqual(
      expect.arrayContaining(['--repo=2', '--recurse', 'repo-ls', 'archive/demo/15-1']),
    );
    expect(asked[1]?.at(-1)).toBe('archive/demo/15-1/0000000100000000');
    expect(asked[1]).not.toContain('--recurse');
  });

  it('says what pgBackRest said when it fails, and that a listing was cut off', async () => {
    const failing = answering('', 'ERROR: [055]: unable to open missing file\n', 55);
    const answer = await listWal(failing.run, settings, archive, { within: 'top' }, call);
    expect(answer).toMatchObject({ ok: false, kind: 'command_failed' });
    expect(answer.ok ? '' : answer.reason).toContain('unable to open missing file');
    const cut = await listWal(answering('{".":{').run, settings, archive, { within: 'top' }, call);
    expect(cut).toMatchObject({ ok: false, kind: 'malformed' });
  });

  it('reads a history file by its name', async () => {
    const { run, asked } = answering('1\t0/90000A0\tx\n');
    const answer = await readHistoryFile(run, settings, archive, 11, call);
    expect(answer).toMatchObject({ ok: true, value: '1\t0/90000A0\tx\n' });
    expect(asked[0]?.at(-1)).toBe('archive/demo/15-1/0000000B.history');
  });
});
