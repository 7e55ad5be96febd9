import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingLine, walCommand } from './postgres-setting';

/** As `guc-file.l` and `DeescapeQuotedString` of PostgreSQL 15 read a quoted value: the one token, without its escapes. */
function read(line: string): string | null {
  const token = /^[a-z_]+ = ('(?:[^'\\\n]|\\.|'')*')$/.exec(line)?.[1];
  if (token === undefined) return null;
  const escapes: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
  return token
    .slice(1, -1)
    .replace(/\\([0-7]{1,3}|.)|''/g, (whole, code?: string) =>
      code === undefined
        ? whole.slice(1)
        : /^[0-7]/.test(code)
          ? String.fromCharCode(Number.parseInt(code, 8))
          : (escapes[code] ?? code),
    );
}

describe('a line of PostgreSQL’s settings', () => {
  it.each([
    ["a\\' ", "recovery_target_name = 'a\\\\'' '"],
    ['back\\slash', "recovery_target_name = 'back\\\\slash'"],
    ["it's", "recovery_target_name = 'it''s'"],
  ])('keeps %j one value', (value, line) => {
    expect(settingLine('recovery_target_name', value)).toBe(line);
  });

  it('is read back as it was meant, whatever the value', () => {
    const value = fc.string({
      unit: fc.constantFrom("'", '\\', ' ', '#', '=', 'n', '1', '%', 'é', '"', '$'),
    });
    fc.assert(fc.property(value, (text) => read(settingLine('x', text)) === text));
    expect(read(settingLine('x', "\\'\\\\''#"))).toBe("\\'\\\\''#");
  });

  it.each(["a\\'\narchive_cleanup_command=poweroff", 'a\rb', 'a\0b'])('refuses %j', (value) => {
    expect(() => settingLine('recovery_target_name', value)).toThrow(RangeError);
  });

  it('refuses a name that is none', () => {
    expect(() => settingLine('x = 1\ny', 'v')).toThrow(RangeError);
  });
});

it('a command for WAL keeps a percent sign of its words from PostgreSQL', () => {
  expect(walCommand(['pgbackrest', '--config=/etc/100%f.conf', 'archive-get'])).toBe(
    'pgbackrest --config=/etc/100%%f.conf archive-get %f "%p"',
  );
});
