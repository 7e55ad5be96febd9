'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import type { BackupFilter } from '@/lib/browser/query-keys';
import type { Backup, BackupsPage } from '@/lib/contract/backups';
import { backupAt } from './backup-pages';
import { BackupRow, rowGrid } from './backup-row';
import { useBackupPages } from './use-backup-pages';

const rowHeight = 41;
const heads = [
  { name: 'Backup' },
  { name: 'Type', className: '@min-[960px]:hidden @min-[1160px]:block' },
  { name: 'Finished' },
  { name: 'Took', end: true },
  { name: 'Database', end: true, title: 'Size of the database as it was' },
  { name: 'In repository', end: true, title: 'What it takes together with all that it needs' },
  { name: 'Added', end: true, title: 'What this backup alone added to the repository' },
  { name: 'Needs', className: '@min-[960px]:pl-2' },
  {
    name: 'WAL',
    className: '@min-[960px]:hidden @min-[1160px]:block',
    title: 'From its first WAL segment to its last',
  },
  { name: 'Notes' },
] as const satisfies readonly { name: string; className?: string; end?: boolean; title?: string }[];

/** All matching backups as one long table, of which only what is seen is drawn and asked for. */
export function BackupList({
  cluster,
  filter,
  head,
  outdated,
}: {
  cluster: string;
  filter: BackupFilter;
  head: BackupsPage;
  /** The rows are those of the former filter. */
  outdated: boolean;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const topPx = useTop(body);
  const virtualizer = useWindowVirtualizer<HTMLTableRowElement>({
    count: head.matching,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: topPx,
    // What the server draws, and the browser before it has measured anything.
    initialRect: { width: 1280, height: 900 },
    initialOffset: 0,
  });
  const items = virtualizer.getVirtualItems();
  const pages = useBackupPages(cluster, filter, head, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  const byLabel = useMemo(
    () =>
      new Map<string, Backup>(
        [...pages.values()].flatMap((page) =>
          page.backups.map((backup) => [`${backup.repository} ${backup.label}`, backup] as const),
        ),
      ),
    [pages],
  );
  const severalRepositories = head.repositories.length > 1;

  return (
    <table
      aria-label="Backups"
      aria-rowcount={head.matching + 1}
      aria-busy={outdated}
      className={classNames('block w-full', outdated && 'opacity-60')}
    >
      <thead className="block border-line border-t @min-[960px]:border-b @max-[960px]:sr-only">
        <tr aria-rowindex={1} className={classNames('text-sm text-second', rowGrid)}>
          {heads.map((column) => (
            <th
              key={column.name}
              scope="col"
              title={'title' in column ? column.title : undefined}
              className={classNames(
                'whitespace-nowrap py-2 font-medium',
                'end' in column ? 'text-right' : 'text-left',
                'className' in column && column.className,
              )}
            >
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} className="relative block" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const backup = backupAt(pages, item.index);
          return (
            <BackupRow
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              aria-rowindex={item.index + 2}
              cluster={cluster}
              backup={backup}
              prior={byLabel.get(`${backup?.repository} ${backup?.prior}`) ?? null}
              severalRepositories={severalRepositories}
              className="absolute inset-x-0 top-0 border-line border-b"
              style={{ transform: `translateY(${item.start - topPx}px)` }}
            />
          );
        })}
      </tbody>
    </table>
  );
}

/** How far below the page's top an element begins; what stands above it may grow and shrink. */
function useTop(element: { readonly current: HTMLElement | null }): number {
  const [topPx, setTopPx] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      if (element.current === null) return;
      setTopPx(Math.round(element.current.getBoundingClientRect().top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return topPx;
}
