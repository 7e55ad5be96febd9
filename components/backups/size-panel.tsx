'use client';

import dynamic from 'next/dynamic';
import { momentTexts } from '@/components/charts/chart-time';
import { useInBrowser } from '@/components/ui/clock';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import type { BackupsPage } from '@/lib/contract/backups';
import { formatBytes } from '@/lib/domain/format';
import { BackupShape } from './backup-shape';
import { typeWord } from './backup-words';

const SizeChart = dynamic(() => import('./size-chart').then((module) => module.SizeChart), {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full" />,
});

export function SizePanel({ sizes }: { sizes: BackupsPage['sizes'] }) {
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
          <SizeSummary sizes={sizes} />
        </>
      )}
    </Panel>
  );
}

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
