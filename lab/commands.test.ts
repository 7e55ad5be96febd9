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

  it('brings a lab up, of the parts and in the shape that are named', () => {
    expect(parseCommand(['up', '--parts', 'stable'])).toEqual({ verb: 'up', parts: 'stable' });
    expect(parseCommand(['up', '--shape', 'single', '--parts', 'newest'])).toEqual({
      verb: 'up',
      parts: 'newest',
      shape: 'single',
    });
  });

  it.each([
    [['--parts', 'oldest'], /"oldest" of --parts: it is one of stable, newest/],
    [['--parts'], /--parts needs a value/],
    [
      ['--parts', 'newest', '--shape', 'round'],
      /"round" of --shape: it is one of quorum-cascade, standby-cluster/,
    ],
    [
      ['--shape', 'single'],
      /--shape single is a shape of the newest parts: say "up --parts newest --shape single"/,
    ],
    [['--parts', 'stable', '--shape', 'single'], /is a shape of the newest parts/],
    [['--size', '3'], /Unknown option "--size": up takes --parts and --shape/],
  ])('up %j is answered with what is wrong', (words, said) => {
    expect(errorOf('up', ...words)).toMatchObject({ exitCode: 2 });
    expect(errorOf('up', ...words).message).toMatch(said);
  });

  it('names members and parts of the lab that lies there', () => {
    const names = { members: ['alpha', 'bravo'], parts: ['etcd'] };
    expect(parseCommand(['stop', 'bravo'], names)).toEqual({ verb: 'stop', target: 'bravo' });
    expect(parseCommand(['kill', '1'], names)).toEqual({ verb: 'kill', member: 'alpha' });
    expect(() => parseCommand(['stop', 'node1'], names)).toThrow(
      /"node1": stop takes one of alpha, bravo, etcd/,
    );
    expect(() => parseCommand(['stop', '3'], names)).toThrow(/one of alpha, bravo, etcd/);
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
