import { describe, expect, it } from 'vitest';
import { sqlIdentifier, sqlLiteral } from './sql-text';

describe('a text in SQL', () => {
  it.each([
    ['slot_1', "'slot_1'"],
    ["it's", "'it''s'"],
    ["x'); drop table y; --", "'x''); drop table y; --'"],
    ["a\\'", " E'a\\\\'''"],
  ])('%j is %s', (text, literal) => {
    expect(sqlLiteral(text)).toBe(literal);
  });

  it.each([
    ['app', 'app'],
    ['App', '"App"'],
    ['a"; drop', '"a""; drop"'],
  ])('the name %j is %s', (name, identifier) => {
    expect(sqlIdentifier(name)).toBe(identifier);
  });

  it('cannot hold a NUL character', () => {
    expect(() => sqlLiteral('a\0b')).toThrow(RangeError);
    expect(() => sqlIdentifier('a\0b')).toThrow(RangeError);
  });
});
