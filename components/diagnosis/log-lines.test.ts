import { expect, it } from 'vitest';
import { filteredLines, followed } from './log-lines';

const piece = (follows: boolean, ...lines: string[]) => ({
  source: 'a.log',
  lines,
  next: '9:a.log',
  follows,
});

it('puts what was written since behind what is known', () => {
  expect(followed(piece(false, 'one'), piece(true, 'two')).lines).toEqual(['one', 'two']);
});

it('begins anew with another log, and never shows a line twice', () => {
  expect(followed(piece(false, 'one'), piece(false, 'one', 'two')).lines).toEqual(['one', 'two']);
  expect(followed(null, piece(true, 'one')).lines).toEqual(['one']);
});

it('filters without regard to case', () => {
  expect(filteredLines(['FATAL: x', 'LOG: y'], ' fatal ')).toEqual(['FATAL: x']);
});
