import { describe, expect, it } from 'vitest';
import { entriesOf } from './log-format';
import { languageName, readMessage } from './messages';
import { languageOf, postgresLogOf, saidSinceWell, unreadLog } from './postgres-log';

const one = (line: string) => entriesOf([line])[0];

describe('a line of PostgreSQL’s log', () => {
  const atMs = Date.parse('2026-11-24T08:47:32Z');

  it.each([
    ['Debian', '2026-11-24 08:47:32.000 UTC [13618] FATAL:  too bad: ERROR:  why', null],
    [
      'pgBadger',
      '2026-11-24 08:47:32 CET [13618]: [2-1] user=,db=,app=,client= FATAL:  too bad: ERROR:  why',
      null,
    ],
    ['the time in its middle', '[13618] h=- 2026-11-24 08:47:32 UTC FATAL:  too bad: ERROR:  why', null],
    ['SQLSTATE in front', '2026-11-24 08:47:32 UTC [13618] 08P01 FATAL:  too bad: ERROR:  why', '08P01'],
    ['verbose', '2026-11-24 08:47:32 UTC [13618] FATAL:  08P01: too bad: ERROR:  why', '08P01'],
    ['Russian', '2026-11-24 08:47:32 UTC [13618] ВАЖНО:  too bad: ERROR:  why', null],
  ])('is read: %s', (_, line, sqlState) => {
    expect(one(line)).toMatchObject({ severity: 'FATAL', sqlState, message: 'too bad: ERROR:  why', atMs });
  });

  it('of a number alone is no SQLSTATE, and a detail, a statement or a line of pgBackRest no message', () => {
    expect(one('2026-11-24 08:47:32 UTC [13618] 42704 FATAL:  too bad')?.sqlState).toBeNull();
    for (const line of [
      '2026-11-24 08:47:32 UTC [13618] STATEMENT:  select 1',
      'ERROR: [055]: unable to open missing file',
      '\tat FATAL:  nothing',
    ])
      expect(one(line)?.severity).toBeNull();
  });

  it('of csvlog is one record also over several lines, and a cut-off first one is left out', () => {
    const entries = entriesOf([
      'end of something",,,,',
      '2026-11-24 08:47:32.000 UTC,"u","d",13618,"[local]",6561.3532,1,"SELECT",2026-11-24 08:47:28 UTC,3/7,0,ERROR,42P01,"no ""t""',
      'goes on, here","and a detail",,,,,"select',
      '2026",,,"psql","client backend",,0',
      '2026-11-24 08:47:33.000 UTC,,,13618,,6561.3532,2,,2026-11-24 08:47:28 UTC,,0,FATAL,08P01,"cut o',
    ]);
    expect(entries).toMatchObject([
      { severity: 'ERROR', sqlState: '42P01', message: 'no "t"\ngoes on, here' },
      { severity: null, message: 'DETAIL:  and a detail' },
      { severity: 'FATAL', sqlState: '08P01', message: 'cut o', atMs: atMs + 1000 },
    ]);
  });

  it('of jsonlog is read, and one that was cut off is kept as it is', () => {
    const json =
      '{"timestamp":"2026-11-24 08:47:32.000 UTC","error_severity":"FATAL","state_code":"08P01","message":"m","detail":"d"}';
    expect(entriesOf([json, '{"timestamp":'])).toMatchObject([
      { severity: 'FATAL', sqlState: '08P01', message: 'm', atMs },
      { message: 'DETAIL:  d' },
      { severity: null, message: '{"timestamp":' },
    ]);
  });
});

describe('what is told', () => {
  it.each([
    ['could not start WAL streaming: ERROR:  replication slot "a" does not exist', 'slotMissing', 'en'],
    ['could not locate a valid checkpoint record at 0/29000148', 'noCheckpoint', 'en'],
    ['invalid record length at 0/29000148: expected at least 24, got 0', 'brokenRecord', 'en'],
    ['WAL-Streaming vom Primärserver gestartet bei 0/29000000 auf Zeitleiste 6', 'streaming', 'de'],
    ['プライマリのタイムライン6の 0/29000000からでWALストリーミングを始めます', 'streaming', 'ja'],
  ])('%s', (message, id, language) => {
    expect(readMessage(message)).toEqual({ id, language });
  });

  it('is never what a session wrote into its errors, nor a statement', () => {
    const log = postgresLogOf([
      '2026-11-24 08:47:32 UTC [1] ERROR:  requested WAL segment 000000060000000000000041 has already been removed',
      '2026-11-24 08:47:32 UTC [1] STATEMENT:  requested WAL segment 000000060000000000000041 has already been removed',
      '2026-11-24 08:47:32 UTC [1] LOG:  statement: select $$FATAL:  could not locate a valid checkpoint record$$',
    ]);
    expect(saidSinceWell(log, 'walRemoved')).toBeNull();
  });

  it('a segment that the sender names is told in any language, a file of this side is not', () => {
    const told = (words: string) =>
      saidSinceWell(postgresLogOf([`2026-11-24 08:47:32 UTC [1] KATASTROFALNY:  ${words}`]), 'walRemoved');
    expect(told('zły strumień: BŁĄD:  segment 000000060000000000000041 usunięto')).not.toBeNull();
    expect(told('zły plik: BŁĄD:  nie ma "000000060000000000000041"')).toBeNull();
    expect(told('zły plik: BŁĄD:  nie ma pg_wal/000000060000000000000041')).toBeNull();
  });
});

describe('the language of a log', () => {
  const of = (...lines: string[]) =>
    postgresLogOf(lines.map((line) => `2026-11-24 08:47:32 UTC [1] ${line}`));

  it.each([
    [of('LOG:  checkpoint starting: time'), 'English'],
    [of('FEHLER:  Relation »t« existiert nicht'), 'German'],
    [of('LOG:  Datenbanksystem ist bereit, um Verbindungen anzunehmen'), 'German'],
    [of('LOG:  zupełnie coś innego'), 'not English'],
    [of('DZIENNIK:  coś'), 'not English'],
    [postgresLogOf([]), null],
  ])('%#', (log, language) => {
    expect(languageOf(log)).toBe(language);
    expect(unreadLog(log) === null).toBe(language !== 'not English');
  });

  it('has a name for each catalog', () => {
    expect(['de', 'zh_CN', 'ka'].map(languageName)).toEqual(['German', 'Chinese (China)', 'Georgian']);
  });
});
