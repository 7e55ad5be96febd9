import { describe, expect, it } from 'vitest';
import { parseCommand } from './commands';
import { LabError } from './lab-error';

function errorOf(...words: string[]): LabError {
  try {
    parseCommand(words);
  } catch (error) {
    if (error instanceof LabError) return error;
  }
  throw new Error(`"${words.join(' ')}" was taken`);
}

describe('a command', () => {
  it('names a member by its name or by its number', () => {
    expect(parseCommand(['kill', 'node2'])).toEqual({ verb: 'kill', member: 'node2' });
    expect(parseCommand(['drop-socket-dir', '3'])).toEqual({
      verb: 'drop-socket-dir',
      member: 'node3',
    });
  });

  it('stops and starts members, etcd, HAProxy and the load', () => {
    expect(parseCommand(['stop', '1'])).toEqual({ verb: 'stop', target: 'node1' });
    expect(parseCommand(['start', 'etcd'])).toEqual({ verb: 'start', target: 'etcd' });
    expect(parseCommand(['stop', 'haproxy'])).toEqual({ verb: 'stop', target: 'haproxy' });
    expect(parseCommand(['start', 'load'])).toEqual({ verb: 'start', target: 'load' });
  });

  it.each(['up', 'down', 'status'] as const)('%s concerns the whole lab', (verb) => {
    expect(parseCommand([verb])).toEqual({ verb });
    expect(errorOf(verb, 'node1').message).toMatch(/takes no target/);
  });

  it('that is unknown is answered with those there are', () => {
    expect(errorOf('restart')).toMatchObject({ exitCode: 2 });
    expect(errorOf('restart').message).toMatch(/"restart".*up, down, status, stop, start, kill/);
  });

  it.each([
    ['kill', 'node4'],
    ['freeze', '0'],
    ['kill', 'etcd'],
    ['thaw', ''],
  ])('%s %s is answered with the members there are', (verb, target) => {
    expect(errorOf(verb, target)).toMatchObject({ exitCode: 2 });
    expect(errorOf(verb, target).message).toMatch(/node1, node2, node3$/);
  });

  it('without a target is answered with the targets there are', () => {
    expect(errorOf('stop').message).toMatch(/needs a target.*node3, etcd, haproxy, load/);
  });

  it.each([[[]], [['kill', 'node1', 'node2']]])('%j is answered with the usage', (words) => {
    expect(errorOf(...words)).toMatchObject({ exitCode: 2 });
    expect(errorOf(...words).message).toMatch(/Usage/);
  });
});
