import { describe, expect, it } from 'vitest';
import { conninfo, databaseWord } from './conninfo';

describe('a connection string', () => {
  it('keeps each value to itself', () => {
    expect(conninfo({ host: '127.0.3.11 hostaddr=127.0.3.66', user: "o'neil\\" })).toBe(
      "host='127.0.3.11 hostaddr=127.0.3.66' user='o\\'neil\\\\'",
    );
  });

  it.each(['app', 'my_app-2'])('leaves the usual name %s as it is', (name) => {
    expect(databaseWord(name)).toBe(name);
  });

  it.each([
    "dbname=app options=''",
    'postgresql://127.0.3.66/app',
    'postgres://x',
    'app host=127.0.3.66',
    "it's",
    'back\\slash',
    '',
  ])('lets %j be nothing but the name of a database', (name) => {
    expect(databaseWord(name)).toBe(`dbname='${name.replace(/[\\']/g, '\\$&')}'`);
  });
});
