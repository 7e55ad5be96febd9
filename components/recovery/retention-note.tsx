import { Moment } from '@/components/ui/time';
import type { RecoveryRepositoryWire } from '@/lib/contract/recovery';

/** What the oldest point is, and what becomes of it: pgBackRest's settings themselves are not told by `info`. */
export function RetentionNote({
  retention: { oldest, next, fullBackups },
}: {
  retention: RecoveryRepositoryWire['retention'];
}) {
  if (oldest === null) return null;
  return (
    <p className="px-4 pb-3 text-second text-sm">
      The oldest point is the end of <span className="mono">{oldest.label}</span>, <At atMs={oldest.atMs} />.{' '}
      {next === null ? (
        'It is the only full backup: the oldest point moves forward once a newer full backup is there and this one expires.'
      ) : (
        <>
          It moves forward to <At atMs={next.atMs} /> when that full backup, the oldest of {fullBackups},
          expires. pgBackRest decides so after each full backup, by the <code>repo-retention-full</code> of
          the repository’s host, which Howdah does not see.
        </>
      )}
    </p>
  );
}

function At({ atMs }: { atMs: number }) {
  return <Moment at={new Date(atMs).toISOString()} look="date-time" />;
}
