import { describe, expect, it } from 'vitest';
import type { MemberAddresses } from '@/lib/settings/types';
import { AddressNotAllowed, allowedAddress, lookupWithin } from './member-address';

const names: Readonly<Record<string, readonly string[]>> = {
  'pg1.db.example.com': ['10.0.1.11'],
  'pg2.lan': ['10.0.1.12'],
  'evil.example.org': ['203.0.113.66'],
  'both.example.org': ['203.0.113.66', '10.0.1.13'],
};
const resolve = async (name: string) => {
  const found = names[name];
  if (found === undefined)
    throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
  return found;
};
const rule = (named: string[], changes: Partial<MemberAddresses> = {}): MemberAddresses => ({
  ...{ named, networks: [], domains: [], besides: named },
  ...changes,
});
const ask = (members: MemberAddresses, host: string) =>
  allowedAddress(members, host, resolve).catch((error: unknown) => {
    if (error instanceof AddressNotAllowed) return `no: ${error.message}`;
    throw error;
  });
const no = expect.stringMatching(/^no: is not asked: address not allowed/);

describe('without a rule', () => {
  it.each([
    ['10.0.1.11', '10.0.1.11', '10.0.1.11'],
    ['10.0.1.11', '10.0.1.200', '10.0.1.200'],
    ['10.0.1.11', '10.0.2.11', no],
    ['10.0.1.11', '169.254.169.254', no],
    ['10.0.1.11', '::ffff:10.0.2.11', no],
    ['2001:db8::11', '2001:db8::12', '2001:db8::12'],
    ['2001:db8::11', '2001:db8:0:1::12', no],
    ['pg1.db.example.com', 'pg3.db.example.com', 'pg3.db.example.com'],
    ['pg1.example.com', 'evil.example.org', no],
  ])('what %s stands beside is asked: %s', async (named, host, expected) => {
    expect(await ask(rule([named]), host)).toEqual(expected);
  });

  it('counts the addresses of a name that the settings have, and takes a foreign name by its address alone', async () => {
    expect(await ask(rule(['pg1.db.example.com']), '10.0.1.12')).toBe('10.0.1.12');
    expect(await ask(rule(['pg1.db.example.com']), '10.0.2.12')).toEqual(no);
    // The address is what is connected to: a second look at the name could tell another.
    expect(await ask(rule(['10.0.1.11']), 'pg2.lan')).toBe('10.0.1.12');
    expect(await ask(rule(['10.0.1.11']), 'both.example.org')).toBe('10.0.1.13');
    expect(await ask(rule(['10.0.1.11']), 'evil.example.org')).toEqual(no);
  });

  it('counts what is named without its neighbours, such as a HAProxy, alone', async () => {
    const proxy = rule(['10.0.1.11', '203.0.113.5'], { besides: ['10.0.1.11'] });
    expect(await ask(proxy, '203.0.113.5')).toBe('203.0.113.5');
    expect(await ask(proxy, '203.0.113.66')).toEqual(no);
  });

  it('takes no parent that everybody has', async () => {
    await expect(ask(rule(['pg1.com']), 'evil.com')).rejects.toThrow('ENOTFOUND');
  });
});

describe('with a rule', () => {
  const own = rule(['10.0.1.11'], { networks: ['10.9.0.0/16'], domains: ['.db.example.com'], besides: [] });

  it.each([
    ['10.0.1.11', '10.0.1.11'],
    ['10.9.7.7', '10.9.7.7'],
    ['PG9.db.example.com', 'PG9.db.example.com'],
    ['10.0.1.12', no],
    ['evil.example.org', no],
  ])('%s: %s', async (host, expected) => {
    expect(await ask(own, host)).toEqual(expected);
  });

  it('says the line that allows what it refuses', async () => {
    expect(await ask(own, '10.0.1.12')).toContain('members: { networks: [10.0.1.12/32] }');
    expect(await ask(own, 'evil.example.org')).toContain('members: { domains: [evil.example.org] }');
  });
});

it('is what a connection resolves its name with', async () => {
  const told = await new Promise((resolved) => {
    lookupWithin(rule(['127.0.0.1']))('localhost', { all: true }, (error, addresses) =>
      resolved(error ?? addresses),
    );
  });
  expect(told).toContainEqual({ address: '127.0.0.1', family: 4 });
});
