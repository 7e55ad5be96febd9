import { expect, it } from 'vitest';
import { nameParts } from './name-parts';

it('finds whole names only, also where one begins like another or holds signs of its own', () => {
  const names = (text: string, all: string[]) =>
    nameParts(text, all).flatMap((part) => (part.isName ? [part.text] : []));
  expect(names('node1 follows node10; node1-old is gone.', ['node1', 'node10'])).toEqual(['node1', 'node10']);
  expect(names('pg.a+b leads', ['pg.a+b'])).toEqual(['pg.a+b']);
  expect(names('pgxa leads', ['pg.a'])).toEqual([]);
});

it('loses no letter', () => {
  const text = 'node2 became leader, timeline 10';
  expect(
    nameParts(text, ['node2'])
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});
