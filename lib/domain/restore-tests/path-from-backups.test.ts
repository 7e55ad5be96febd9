import { describe, expect, it } from 'vitest';
import type { RestoreChoice } from '@/lib/contract/restore';
import { exampleChain, exampleStanza } from '../backup-examples';
import { indexBackups } from '../backup-index';
import { pathFromBackups } from './path-from-backups';

const backups = indexBackups(exampleStanza(exampleChain()), null);
const why = { reason: 'repo-ls failed', timeline: 5 };
const anything: RestoreChoice = { target: { type: 'latest' }, timeline: null, set: null, repository: null };

function levels(choice: Partial<RestoreChoice>) {
  const { path, checks } = pathFromBackups(backups, { ...anything, ...choice }, why);
  return { path, levels: Object.fromEntries(checks.map(({ id, level }) => [id, level])) };
}

describe('a way to a target without a listing of the WAL', () => {
  it('starts from the newest whole backup, along the cluster’s own timeline, and says what is not known', () => {
    const { path, levels: found } = levels({});
    expect(path?.set.label).toBe(backups.newestRestorable?.label);
    expect(path?.timeline).toBe(5);
    expect(found).toMatchObject({ set: 'pass', chain: 'pass', wal: 'warn' });
  });

  it('stays on the timeline of a backup that is restored to its own end', () => {
    expect(levels({ target: { type: 'immediate' } }).path?.timeline).toBe(2);
  });

  it('takes no backup that ended after the moment', () => {
    const { path } = levels({ target: { type: 'time', at: new Date(1_005_000).toISOString() } });
    expect(path?.set.label).toBe('F1F');
    expect(levels({ target: { type: 'time', at: new Date(0).toISOString() } }).levels.set).toBe('block');
  });

  it('is none for a backup that is not there, or when nothing is known of any', () => {
    expect(levels({ set: 'gone' }).levels.set).toBe('block');
    expect(pathFromBackups(null, anything, why).path).toBeNull();
  });
});
