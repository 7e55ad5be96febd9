import { filterOf, queryOf } from '@/components/backups/backup-filter';
import { backupPageKey, backupsPageSize } from '@/components/backups/backup-pages';
import { BackupsView } from '@/components/backups/backups-view';
import { Prefetched } from '@/lib/browser/prefetched';
import { backupQuerySchema } from '@/lib/contract/backups';
import { getHowdah } from '@/lib/runtime/get-howdah';
import { knownCluster } from '../known-cluster';

export const metadata = { title: 'Backups' };

export default async function BackupsPage({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { cluster } = await knownCluster(params);
  const search = await searchParams;
  const filter = queryOf(
    filterOf({
      get: (key) => {
        const value = search[key];
        return typeof value === 'string' ? value : null;
      },
    }),
  );
  const howdah = await getHowdah();
  const query = backupQuerySchema.parse({ ...filter, limit: backupsPageSize });
  return (
    <Prefetched entries={[{ key: backupPageKey(cluster, filter, 0), data: howdah.backups(cluster, query) }]}>
      <BackupsView cluster={cluster} />
    </Prefetched>
  );
}
