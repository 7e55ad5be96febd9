import { describe, expect, it } from 'vitest';
import { shellText } from './shell-text';

describe('shellText', () => {
  it('leaves usual words readable', () => {
    expect(shellText(['pgbackrest', '--config=/etc/pgbackrest.conf', '--set=20261122-213210F', 'info'])).toBe(
      'pgbackrest --config=/etc/pgbackrest.conf --set=20261122-213210F info',
    );
  });

  it('quotes what a shell would read otherwise', () => {
    expect(shellText(['echo', '', '$HOME', "it's", '~', '--target=2026-11-22 10:32:10+00'])).toBe(
      "echo '' '$HOME' 'it'\\''s' '~' '--target=2026-11-22 10:32:10+00'",
    );
  });

  it('never turns a command into an assignment', () => {
    expect(shellText(['PATH=x', 'a=b'])).toBe("'PATH=x' a=b");
  });

  it('refuses a NUL character', () => {
    expect(() => shellText(['a\0b'])).toThrow(RangeError);
  });
});
