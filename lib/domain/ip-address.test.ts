import { expect, it } from 'vitest';
import { canonicalAddress, isSameAddress, splitAddress } from './ip-address';

it.each([
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['::FFFF:0a00:0001', '10.0.0.1'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['[::1]', '::1'],
  ['FE80::0001%eth0', 'fe80::1'],
  ['2001:DB8:0:0::5', '2001:db8::5'],
  ['db1.example', null],
  ['999.0.0.1', null],
  ['', null],
  ['a:b', null],
])('writes %s as %s', (text, expected) => {
  expect(canonicalAddress(text)).toBe(expected);
});

it('never takes two names for one address', () => {
  expect(isSameAddress('db1', 'db1')).toBe(false);
  expect(isSameAddress('[2001:db8::5]', '2001:0DB8::0005')).toBe(true);
});

it.each([
  ['10.0.0.1:5432', '10.0.0.1', 5432],
  ['[::1]:5432', '::1', 5432],
  ['::1', '::1', null],
  ['db1:5432', 'db1', 5432],
  ['db1', 'db1', null],
])('splits %s', (text, host, port) => {
  expect(splitAddress(text)).toEqual({ host, port });
});
