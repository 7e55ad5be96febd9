import { describe, expect, it } from 'vitest';
import { firstFitting, type SessionWanted } from './probe-hosts';

type Kind = 'primary' | 'standby' | 'read-only' | 'down';

async function tried(kinds: readonly Kind[], wanted: SessionWanted) {
  const asked: number[] = [];
  const left: number[] = [];
  const hosts = kinds.map((_, index) => ({ host: 'h', port: index }));
  const session = await firstFitting(
    hosts,
    wanted,
    async ({ port }) => {
      asked.push(port);
      const kind = kinds[port];
      if (kind === 'down') throw new Error(`${port} is down`);
      return { port, inRecovery: kind === 'standby', readOnly: kind !== 'primary' };
    },
    (one) => left.push(one.port),
  ).catch((error: Error) => error.message);
  return { took: typeof session === 'string' ? session : session.port, asked, left };
}

describe('hosts are tried as libpq tries them', () => {
  it.each<[string, Kind[], SessionWanted, number | string, number[], number[]]>([
    [
      'writes pass standbys and what is down',
      ['down', 'standby', 'primary'],
      'read-write',
      2,
      [0, 1, 2],
      [1],
    ],
    [
      'writes pass a primary that is read-only by default',
      ['read-only', 'primary'],
      'read-write',
      1,
      [0, 1],
      [0],
    ],
    ['writes stop at the first that fits', ['primary', 'primary'], 'read-write', 0, [0], []],
    [
      'writes find nobody among standbys',
      ['standby', 'standby'],
      'read-write',
      'session is read-only',
      [0, 1],
      [0, 1],
    ],
    ['reads prefer a standby', ['primary', 'standby'], 'prefer-standby', 1, [0, 1], [0]],
    [
      'reads take the primary when there is no standby',
      ['down', 'primary'],
      'prefer-standby',
      1,
      [0, 1, 0, 1],
      [1],
    ],
    ['a single address is taken as it is', ['standby'], 'any', 0, [0], []],
    ['the last failure is told', ['down', 'down'], 'any', '1 is down', [0, 1], []],
  ])('%s', async (_name, kinds, wanted, took, asked, left) => {
    expect(await tried(kinds, wanted)).toEqual({ took, asked, left });
  });
});
