import { expect, it } from 'vitest';
import { restoreTargetSchema } from './restore';

const isTaken = (name: string) => restoreTargetSchema.safeParse({ type: 'name', name }).success;

it.each(['before_migration', "it's", 'before – after', 'a b', '$(id)'])(
  'a restore point may be called %j',
  (name) => {
    expect(isTaken(name)).toBe(true);
  },
);

it.each([
  '',
  'x'.repeat(64),
  'back\\slash',
  'a\nb',
  'a\rb',
  'a\0b',
  "a\\'\narchive_cleanup_command=poweroff",
])('a restore point that is called %j is not aimed at', (name) => {
  expect(isTaken(name)).toBe(false);
});
