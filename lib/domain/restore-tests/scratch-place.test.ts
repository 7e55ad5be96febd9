import { describe, expect, it } from 'vitest';
import { placeProblem, scratchPlace, socketExcessBytes } from './scratch-place';

const apart = { directory: '/srv/tests', dataFolderAround: null, repositoryAround: null };

describe('a scratch instance', () => {
  it.each([
    ['in a member’s data folder', '/var/lib/postgresql/15/main/tests'],
    ['in the data folder itself', '/var/lib/postgresql/15/main'],
    ['around a data folder', '/var/lib/postgresql'],
    ['at the root of everything', '/'],
  ])('is never made %s', (_, directory) => {
    expect(placeProblem({ ...apart, directory }, ['/var/lib/postgresql/15/main/'])).not.toBeNull();
  });

  it('is never made where a folder around it holds PostgreSQL’s data, known as a member or not', () => {
    const around = { ...apart, dataFolderAround: '/srv' };
    expect(placeProblem(around, [])).toContain('lies in the data folder /srv');
  });

  it('is never made in a repository', () => {
    expect(placeProblem({ ...apart, repositoryAround: '/srv' }, [])).toContain('repository');
  });

  it('may be made beside a data folder whose name only begins alike', () => {
    expect(placeProblem(apart, ['/srv/tests-data', '/srv/test'])).toBeNull();
  });

  it('has everything in one folder of its own', () => {
    const { folder, ...inside } = scratchPlace('/srv/tests', '0b9cdf89-c5c2-4cea-8f77-2b3338b144b5');
    expect(folder).toBe('/srv/tests/howdah-restore-test-0b9cdf89');
    const paths = Object.values(inside);
    expect(paths).toContain(`${folder}/data`);
    for (const path of paths) expect(path.startsWith(`${folder}/`), path).toBe(true);
  });

  it('is refused where its socket’s path would not fit', () => {
    expect(socketExcessBytes(`/${'a'.repeat(62)}`, 65_535)).toBe(0);
    expect(socketExcessBytes(`/${'a'.repeat(63)}`, 65_535)).toBe(1);
    expect(socketExcessBytes(`/${'ä'.repeat(32)}`, 65_535)).toBe(2);
  });
});
