import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { checkedBlock, checkedDir, defaultAddress, placeFromEnvironment } from './environment';
import { layoutOf, longestRootBytes } from './layout';
import { quickestPace } from './pace';

const environment = (variables: Record<string, string>): NodeJS.ProcessEnv => variables as NodeJS.ProcessEnv;

describe('where a lab lies', () => {
  it('is a folder of its own for root and for every ordinary user, when nothing is said', () => {
    expect(placeFromEnvironment(environment({}), 0).dir).toBe('/var/tmp/howdah-lab');
    expect(placeFromEnvironment(environment({}), 1001).dir).toBe('/var/tmp/howdah-lab-1001');
  });

  it('is what the environment says, without a slash at the end', () => {
    const said = environment({ HOWDAH_LAB_DIR: '/var/tmp/one//', HOWDAH_LAB_ADDRESS: '127.0.9.10' });
    expect(placeFromEnvironment(said, 0)).toEqual({
      dir: '/var/tmp/one',
      address: '127.0.9.10',
      pace: quickestPace,
    });
  });

  it.each(['/', '/etc', '/var/tmp', '/var/lib/', '/tmp/../usr', '/home', homedir()])(
    'is never a folder that others live in, because "down" removes it: %s',
    (dir) => {
      expect(() => checkedDir(dir)).toThrow(/folder of its own/);
    },
  );

  it.each(['lab', './lab', '~/lab'])('is an absolute path: %s is refused', (dir) => {
    expect(() => checkedDir(dir)).toThrow(/absolute/);
  });

  it.each(['/tmp/my lab', '/tmp/l"ab', '/tmp/lab%1', '/tmp/lab,2', '/tmp/lab;rm', '/tmp/größe'])(
    'has no character that a configuration file would read in its own way: %s is refused',
    (dir) => {
      expect(() => checkedDir(dir)).toThrow(/letters, digits/);
    },
  );

  it('is short enough for the sockets below it', () => {
    const longest = `/${'x'.repeat(longestRootBytes - 1)}`;
    const layout = layoutOf(checkedDir(longest));
    const scratch = `${layout.scratch}/howdah-restore-test-12345678/.s.PGSQL.65535`;
    expect(Buffer.byteLength(scratch)).toBe(107);
    const member = `${layout.members.node3.socketFolder}/.s.PGSQL.5432`;
    expect(Buffer.byteLength(member)).toBeLessThan(107);
    expect(() => checkedDir(`${longest}x`)).toThrow(/at most/);
  });
});

describe("a lab's addresses", () => {
  it('are the usual ones when nothing is said', () => {
    expect(checkedBlock(undefined, undefined).front).toBe(defaultAddress);
  });

  it('are those that an existing lab was started on', () => {
    expect(checkedBlock(undefined, '127.0.9.10').front).toBe('127.0.9.10');
  });

  it('are refused when they are not those of the lab in this folder', () => {
    expect(() => checkedBlock('127.0.8.10', '127.0.9.10')).toThrow(/started on 127\.0\.9\.10/);
  });
});
