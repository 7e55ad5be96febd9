import { describe, expect, it } from 'vitest';
import { addressBlock, endpoints } from './address-block';

describe('a block of addresses', () => {
  it('gives etcd and HAProxy the first address, and every host the next', () => {
    expect(addressBlock('127.0.0.10')).toEqual({
      front: '127.0.0.10',
      hosts: { node1: '127.0.0.11', node2: '127.0.0.12', node3: '127.0.0.13', repo: '127.0.0.14' },
    });
  });

  it('carries over an octet', () => {
    expect(addressBlock('127.0.0.253').hosts).toEqual({
      node1: '127.0.0.254',
      node2: '127.0.0.255',
      node3: '127.0.1.0',
      repo: '127.0.1.1',
    });
  });

  it.each(['10.0.0.1', '126.255.255.255', '128.0.0.1', '0.0.0.0', '127.255.255.251', '127.0.0.0'])(
    'never leaves the loopback network: %s is refused',
    (address) => {
      expect(() => addressBlock(address)).toThrow(/127\.0\.0\.1 to 127\.255\.255\.254/);
    },
  );

  it.each(['', 'localhost', '127.0.0', '127.0.0.256', '127.0.0.1.1', '127.0.0.x', '::1'])(
    'is refused with an example when "%s" is no address',
    (address) => {
      expect(() => addressBlock(address)).toThrow(/such as 127\.0\.0\.10/);
    },
  );

  it('has no port twice on one address', () => {
    const all = endpoints(addressBlock('127.0.0.10')).map(({ address, port }) => `${address}:${port}`);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain('127.0.0.13:5432');
    expect(all).not.toContain('127.0.0.14:5432');
  });
});
