'use client';

import { Archive } from 'lucide-react';
import { RecoveryPanel } from '@/components/recovery/recovery-panel';
import { encodeRestoreChoice } from '@/components/recovery/restore-link';
import { RestoreDialogFromLink } from '@/components/restore/restore-dialog-from-link';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { NotConfigured } from '@/components/ui/not-configured';
import { Notice } from '@/components/ui/notice';
import { useSnapshot } from '@/lib/browser/queries';
import type { BackupsPage } from '@/lib/contract/backups';
import type { RestoreChoice } from '@/lib/contract/restore';
import { formatCount } from '@/lib/domain/format';
import { BackupFacts } from './backup-facts';
import { everything, type FilterChoice, filterOf, isEverything, queryOf, searchOf } from './backup-filter';
import { BackupFilters } from './backup-filters';
import { BackupList } from './backup-list';
import { BackupsSkeleton } from './backups-skeleton';
import { ReadingNotice } from './reading-notice';
import { RepositoryActions } from './repository-actions';
import { SizePanel } from './size-panel';
import { useBackupsHead } from './use-backup-pages';
import { useSearchChoice } from './use-search-choice';

/** Every backup of the cluster, as chains. */
export function BackupsView({ cluster }: { cluster: string }) {
  const { search, replace } = useSearchChoice();
  const filter = filterOf(search);
  const query = queryOf(filter);
  const { data: page, error, isPlaceholderData } = useBackupsHead(cluster, query);
  const { data: snapshot } = useSnapshot(cluster);
  const choose = (part: Partial<FilterChoice>) =>
    replace((current) => searchOf({ ...filterOf(current), ...part }));
  // Whoever opens a restore finds its choice in the URL.
  const openRestore = (choice: RestoreChoice) =>
    replace((current) => {
      current.set('restore', encodeRestoreChoice(choice));
      return current.toString();
    });

  if (page === undefined) {
    if (error === null) return <BackupsSkeleton />;
    return (
      <Notice tone="bad" title="The backups could not be read">
        {error.message}
      </Notice>
    );
  }
  if (page.reading.status === 'not_configured') {
    return (
      <NotConfigured
        title="Backups are not configured"
        text="Howdah reads them from pgBackRest, on whichever host can run it."
        lines={page.reading.howTo}
      />
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <RestoreDialogFromLink cluster={cluster} />
      <ReadingNotice reading={page.reading} />
      {error !== null && (
        <Notice tone="warn" title="The list could not be read anew">
          {error.message} What is shown was read before.
        </Notice>
      )}
      <RepositoryActions page={page} snapshot={snapshot} />
      {page.total === 0 ? (
        <NoBackups page={page} />
      ) : (
        <>
          <RecoveryPanel cluster={cluster} onRestore={openRestore} />
          <div className="grid items-stretch gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
            <BackupFacts page={page} snapshot={snapshot} />
            <SizePanel sizes={page.sizes} total={totalOf(page, filter.repository)} />
          </div>
          <section
            aria-labelledby="all-backups"
            className="@container rounded-lg border border-line bg-panel"
          >
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
              <h2 id="all-backups" className="font-semibold">
                Backups
              </h2>
              <p className="text-sm text-third" role="status">
                {isEverything(filter)
                  ? formatCount(page.total)
                  : `${formatCount(page.matching)} of ${formatCount(page.total)}`}
              </p>
              <div className="min-w-0 basis-full @min-[760px]:flex-1 @min-[760px]:basis-0">
                <BackupFilters filter={filter} repositories={page.repositories} onChange={choose} />
              </div>
            </div>
            {page.matching === 0 ? (
              <Empty title="No backup matches">
                <p className="mb-3">
                  {formatCount(page.total)} backups are there; none of them is what is asked for.
                </p>
                <Button onClick={() => choose(everything)}>Clear filters</Button>
              </Empty>
            ) : (
              <BackupList cluster={cluster} filter={query} head={page} outdated={isPlaceholderData} />
            )}
          </section>
        </>
      )}
    </div>
  );
}

/** The sizes follow the chosen repository, and nothing else of the filter. */
function totalOf(page: BackupsPage, repository: number | null): number {
  if (repository === null) return page.total;
  return page.repositories.find(({ key }) => key === repository)?.backupCount ?? page.total;
}

function NoBackups({ page }: { page: BackupsPage }) {
  if (page.reading.status === 'waiting') return <BackupsSkeleton />;
  if (page.reading.status === 'unreachable') {
    return (
      <section className="rounded-lg border border-line bg-panel">
        <Empty icon={<Archive size={24} strokeWidth={1.75} />} title="Which backups there are is not known">
          They are shown as soon as pgBackRest answers.
        </Empty>
      </section>
    );
  }
  return (
    <section className="rounded-lg border border-line bg-panel">
      <Empty icon={<Archive size={24} strokeWidth={1.75} />} title="There are no backups yet">
        <p>
          The stanza <code>{page.stanza}</code> is there
          {page.status !== null && <> (pgBackRest: {page.status.message})</>}; the first full backup makes the
          cluster restorable.
        </p>
        <p className="mt-2">
          <code>pgbackrest --stanza={page.stanza} --type=full backup</code>
        </p>
      </Empty>
    </section>
  );
}
