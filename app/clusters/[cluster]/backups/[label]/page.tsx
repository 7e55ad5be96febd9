import { notFound } from 'next/navigation';
import { BackupDetailView } from '@/components/backups/backup-detail-view';
import { backupQuerySchema } from '@/lib/contract/backups';
import { getHowdah } from '@/lib/runtime/get-howdah';
import { knownCluster } from '../../known-cluster';

interface Props {
  readonly params: Promise<{ cluster: string; label: string }>;
  readonly searchParams: Promise<{ repository?: string | string[] }>;
}

export async function generateMetadata({ params }: Props) {
  return { title: decodeURIComponent((await params).label) };
}

export default async function BackupPage({ params, searchParams }: Props) {
  const { cluster } = await knownCluster(params);
  const label = decodeURIComponent((await params).label);
  const { repository: text } = await searchParams;
  const repository = typeof text === 'string' && /^[1-9]\d{0,3}$/.test(text) ? Number(text) : null;
  const howdah = await getHowdah();
  const page = howdah.backups(
    cluster,
    backupQuerySchema.parse({
      q: label.slice(0, 200),
      limit: 500,
      ...(repository === null ? {} : { repository }),
    }),
  );
  const known = page.backups.find((backup) => backup.label === label) ?? null;
  // Only a repository that has been read can say that a backup is not in it.
  const read = page.reading.status === 'fresh' || page.reading.status === 'stale' || page.total > 0;
  if (known === null && read) notFound();
  return <BackupDetailView cluster={cluster} label={label} repository={repository} known={known} />;
}
