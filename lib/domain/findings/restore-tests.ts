import type { Snapshot } from '@/lib/contract/snapshot';
import { formatAge } from '../format';
import { type FindingDraft, warning } from './draft';

type Seen = Pick<Snapshot, 'cluster' | 'at' | 'restoreTests' | 'repository'>;

const dayMs = 86_400_000;

/**
 * Whether the backups are proven: the last restore test failed, or none has passed for `maxAgeDays`. What was never
 * proven counts from the oldest backup that can be restored: a new cluster is given its time.
 */
export function restoreTestFindings(snapshot: Seen, maxAgeDays: number | null): FindingDraft[] {
  const { restoreTests, cluster } = snapshot;
  if (maxAgeDays === null || !restoreTests.configured || !restoreTests.known) return [];
  const { last, lastPassed } = restoreTests;
  const id = `restore-test-old:${cluster}`;
  const subject = { type: 'repository' as const, name: snapshot.repository.stanza ?? 'pgBackRest' };
  if (last?.outcome === 'failed') {
    return [
      warning(id, subject, {
        title: 'The last restore test failed',
        why: `${last.label ?? 'The backup'}: ${last.failure ?? 'its report says why'}`,
        action: 'Open its report; take a full backup if the one that was tested is damaged, then test again',
        since: last.at,
      }),
    ];
  }
  const since = lastPassed?.at ?? snapshot.repository.restorableFrom;
  if (since === null) return [];
  const ageMs = Date.parse(snapshot.at) - Date.parse(since);
  if (ageMs <= maxAgeDays * dayMs) return [];
  const days = maxAgeDays === 1 ? 'a day' : `${maxAgeDays} days`;
  return [
    warning(id, subject, {
      title:
        lastPassed === null
          ? 'No backup has been proven'
          : `No backup has been proven for ${formatAge(ageMs)}`,
      why:
        lastPassed === null
          ? `No restore test has passed, and the oldest backup is ${formatAge(ageMs)} old`
          : `The last restore test that passed was ${formatAge(ageMs)} ago; the settings want one every ${days}`,
      action: 'Test a restore',
      since: new Date(Date.parse(since) + maxAgeDays * dayMs).toISOString(),
    }),
  ];
}
