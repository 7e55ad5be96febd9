import { describe, expect, it } from 'vitest';
import { notOneQuestion } from './one-statement';

describe('a question to what is looked at', () => {
  it.each([
    'select 1',
    'select 1;',
    ' -- how many\n select count(*) from t ; -- done',
    'select \';\', $$;$$, $x$ ; $x$, ";" from "a;b" /* ; /* nested ; */ */',
    "select E'it\\'s; one', e'a''b;'",
    'with a as (select 1) table a',
    '(select 1) union (select 2)',
    'explain select 1',
    'show server_version',
    'values (1), (2)',
  ])('may be %j', (sql) => {
    expect(notOneQuestion(sql)).toBeNull();
  });

  it.each([
    ['', 'There is no statement'],
    [' ; -- nothing', 'There is no statement'],
    ['select 1; select 2', 'more than one'],
    ["select ''; select 2 --'", 'more than one'],
    ['\\! rm -rf /', 'psql’s own commands'],
    ["copy t to program 'sh'", '«copy»'],
    ['do $$ begin perform pg_promote(); end $$', '«do»'],
    ['set role postgres', '«set»'],
    ["select 'open", 'not closed'],
    ['select /* open', 'not closed'],
    ['select $x$ open', 'not closed'],
  ])('is not %j', (sql, why) => {
    expect(notOneQuestion(sql)).toContain(why);
  });
});
