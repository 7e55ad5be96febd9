'use client';

import dynamic from 'next/dynamic';
import { memo } from 'react';
import { momentTexts } from '@/components/charts/chart-time';
import { useInBrowser } from '@/components/ui/clock';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import type { BackupsPage } from '@/lib/contract/backups';
import { formatBytes, formatCount } from '@/lib/domain/format';
import { BackupShape } from './backup-shape';
import { typeWord } from './backup-words';

const SizeChart = dynamic(() => import('./size-chart').then((module) => module.SizeChart), {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full" />,
});

/** Drawn anew with new sizes only: the page around it changes with each second. */
export const SizePanel = memo(function SizePanel({
  sizes,
  total,
}: {
  sizes: BackupsPage['sizes'];
  total: number;
}) {
  return (
    <Panel
      title="Sizes over time"
      actions={(['full', 'diff', 'incr'] as const).map((type) => (
        <span key={type} className="inline-flex items-center gap-1.5 text-second">
          <BackupShape type={type} />
          {typeWord[type]}
        </span>
      ))}
    >
      {sizes.length < 2 ? (
        <p className="text-second">Two backups are needed for a line.</p>
      ) : (
        <>
          <div className="h-64">
            <SizeChart sizes={sizes} />
          </div>
          {sizes.length < total && (
            <p className="mt-1 text-sm text-third">
              {formatCount(sizes.length)} of {formatCount(total)} backups: of each stretch the one that added
              most.
            </p>
          )}
          <SizeSummary sizes={sizes} />
        </>
      )}
    </Panel>
  );
});

function SizeSummary({ sizes }: { sizes: BackupsPage['sizes'] }) {
  const inBrowser = useInBrowser();
  const measured = sizes.flatMap(({ atMs, databaseSizeBytes }) =>
    databaseSizeBytes === null ? [] : [{ atMs, bytes: databaseSizeBytes }],
  );
  const first = measured[0];
  const last = measured.at(-1);
  if (!inBrowser || first === undefined || last === undefined) return null;
  return (
    <p className="sr-only">
      The database had {formatBytes(first.bytes)} on {momentTexts(first.atMs, first.atMs).local} and{' '}
      {formatBytes(last.bytes)} on {momentTexts(last.atMs, last.atMs).local}. The table below lists every
      backup with what it added.
    </p>
  );
}
