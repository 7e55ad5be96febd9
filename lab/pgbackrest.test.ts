import { describe, expect, it } from 'vitest';
import { layoutOf } from './layout';
import { memberPgbackrestConfig, repositoryPgbackrestConfig } from './pgbackrest';

const layout = layoutOf('/var/tmp/lab');

describe('pgBackRest', () => {
  it('on the repository host sees all three members, backs up from a standby and keeps three full backups', () => {
    const config = repositoryPgbackrestConfig(layout);
    expect(config.match(/^pg\d-path=.*/gm)).toEqual([
      'pg1-path=/var/tmp/lab/node1/home/data',
      'pg2-path=/var/tmp/lab/node2/home/data',
      'pg3-path=/var/tmp/lab/node3/home/data',
    ]);
    expect(config).toMatch(/^backup-standby=y$/m);
    expect(config).toMatch(/^repo1-retention-full=3$/m);
  });

  it('on a member knows that member only, and the same repository', () => {
    const config = memberPgbackrestConfig(layout, 'node2');
    expect(config.match(/^pg\d+-path=.*/gm)).toEqual(['pg1-path=/var/tmp/lab/node2/home/data']);
    const repositoryPath = /^repo1-path=.*$/m;
    expect(config.match(repositoryPath)?.[0]).toBe(
      repositoryPgbackrestConfig(layout).match(repositoryPath)?.[0],
    );
  });

  it('keeps its locks and logs apart for every host, as on machines of their own', () => {
    const configs = [
      repositoryPgbackrestConfig(layout),
      memberPgbackrestConfig(layout, 'node1'),
      memberPgbackrestConfig(layout, 'node2'),
    ];
    expect(new Set(configs.map((config) => config.match(/^lock-path=.*$/m)?.[0])).size).toBe(3);
  });
});
