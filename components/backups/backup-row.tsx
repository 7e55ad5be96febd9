'use client';

import { type ComponentProps, memo, type ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { CopyButton } from '@/components/ui/copy-text';
import { Skeleton } from '@/components/ui/skeleton';
import { Moment } from '@/components/ui/time';
import type { Backup } from '@/lib/contract/backups';
import { formatDurationExact, formatDurationMs } from '@/lib/domain/format';
import { BackupLink } from './backup-link';
import { BackupNotes } from './backup-notes';
import { BackupShape } from './backup-shape';
import { depthOf, shortWalRange, typeWord } from './backup-words';
import { ByteFigure } from './byte-figure';
import { NeedsLink } from './needs-link';

/** The columns where there is room for a table; below that width a row is a card. */
export const rowGrid =
  '@min-[960px]:grid @min-[960px]:items-center @min-[960px]:gap-x-3 @min-[960px]:px-4 @min-[960px]:grid-cols-[minmax(232px,1.2fr)_118px_76px_70px_88px_64px_92px_minmax(96px,1fr)] @min-[1160px]:grid-cols-[minmax(232px,1.2fr)_86px_118px_76px_70px_88px_64px_92px_96px_minmax(108px,1fr)]';

const indents = ['', '@min-[960px]:pl-[18px]', '@min-[960px]:pl-9'] as const;

interface BackupCellsProps {
  readonly cluster: string;
  readonly backup: Backup;
  readonly prior: Backup | null;
  readonly severalRepositories: boolean;
}

interface BackupRowProps extends ComponentProps<'tr'>, Omit<BackupCellsProps, 'backup'> {
  /** Null while its page is loading. */
  readonly backup: Backup | null;
}

export function BackupRow({
  cluster,
  backup,
  prior,
  severalRepositories,
  className,
  ...rest
}: BackupRowProps) {
  if (backup === null) {
    return (
      <tr className={classNames('block px-4 py-3', className)} aria-busy="true" {...rest}>
        <td className="block">
          <Skeleton className="h-[17px] w-full" />
          <span className="sr-only">Loading</span>
        </td>
      </tr>
    );
  }
  return (
    <tr
      className={classNames(
        'group grid grid-cols-2 @min-[600px]:grid-cols-4 gap-x-6 gap-y-1 px-4 py-3 @min-[960px]:min-h-[41px] @min-[960px]:py-1',
        rowGrid,
        className,
      )}
      {...rest}
    >
      <BackupCells
        cluster={cluster}
        backup={backup}
        prior={prior}
        severalRepositories={severalRepositories}
      />
    </tr>
  );
}

/** A scroll moves every row, but changes none: only the rows that come into sight are worked out. */
const BackupCells = memo(function BackupCells({
  cluster,
  backup,
  prior,
  severalRepositories,
}: BackupCellsProps) {
  return (
    <>
      <th
        scope="row"
        className={classNames(
          'col-span-full flex min-w-0 items-center gap-2 text-left font-normal @min-[960px]:col-auto',
          indents[depthOf(backup)],
        )}
      >
        <BackupShape type={backup.type} />
        <BackupLink cluster={cluster} label={backup.label} repository={backup.repository} />
        <span className="-my-1 @min-[960px]:opacity-0 @min-[960px]:focus-within:opacity-100 @min-[960px]:group-hover:opacity-100">
          <CopyButton text={backup.label} what={`Copy ${backup.label}`} />
        </span>
        <span className="ml-auto text-second @min-[960px]:hidden">{typeWord[backup.type]}</span>
      </th>
      <Cell head="Type" shown="wide">
        {typeWord[backup.type]}
      </Cell>
      <Cell head="Finished" className="col-span-2 @min-[600px]:col-auto">
        <Moment at={backup.endedAt} />
      </Cell>
      <Cell head="Took" end>
        <span title={formatDurationExact(backup.durationSeconds * 1000)}>
          {formatDurationMs(backup.durationSeconds * 1000)}
        </span>
      </Cell>
      <Cell head="Database" end>
        <ByteFigure bytes={backup.databaseSizeBytes} />
      </Cell>
      <Cell head="In repository" end>
        <ByteFigure bytes={backup.repositorySizeBytes} />
      </Cell>
      <Cell head="Added" end>
        <ByteFigure bytes={backup.repositoryDeltaBytes} />
      </Cell>
      <Cell head="Needs" className="@min-[960px]:pl-2">
        <NeedsLink cluster={cluster} backup={backup} prior={prior} />
      </Cell>
      <Cell head="WAL" shown="cardAndWide">
        <WalRange backup={backup} />
      </Cell>
      <td className="col-span-full flex min-w-0 flex-wrap items-center gap-1.5 @min-[960px]:col-auto">
        <BackupNotes backup={backup} severalRepositories={severalRepositories} />
      </td>
    </>
  );
});

/** Where a cell is shown: on cards, in the narrower table, in the wide one. */
const display = {
  always: 'flex @min-[960px]:block',
  cardAndWide: 'flex @min-[960px]:hidden @min-[1160px]:block',
  wide: 'hidden @min-[1160px]:block',
} as const;

function Cell({
  head,
  end = false,
  shown = 'always',
  className,
  children,
}: {
  head: string;
  end?: boolean;
  shown?: keyof typeof display;
  className?: string;
  children: ReactNode;
}) {
  return (
    <td
      className={classNames(
        'min-w-0 justify-between gap-2 @min-[960px]:truncate',
        display[shown],
        end && '@min-[960px]:text-right',
        className,
      )}
    >
      <span aria-hidden className="text-second @min-[960px]:hidden">
        {head}
      </span>
      {children}
    </td>
  );
}

function WalRange({ backup }: { backup: Backup }) {
  const range = shortWalRange(backup.walStart, backup.walStop);
  if (range === null) {
    return (
      <span className="text-third">
        <span aria-hidden>–</span>
        <span className="sr-only">unknown</span>
      </span>
    );
  }
  return (
    <span className="mono text-second" title={`${backup.walStart} to ${backup.walStop}`}>
      {range}
    </span>
  );
}
