import { connection } from 'next/server';
import { FleetView } from '@/components/fleet/fleet-view';
import { AppFrame } from '@/components/shell/app-frame';
import { Prefetched } from '@/lib/browser/prefetched';
import { queryKeys } from '@/lib/browser/query-keys';
import { getHowdah } from '@/lib/runtime/get-howdah';

export const metadata = { title: 'All clusters' };

export default async function FleetPage() {
  // Nothing of this page can be known when Howdah is built.
  await connection();
  const fleet = (await getHowdah()).fleet();
  return (
    <Prefetched entries={[{ key: queryKeys.fleet, data: fleet }]}>
      <AppFrame cluster={null} renderedAtMs={Date.now()}>
        <FleetView />
      </AppFrame>
    </Prefetched>
  );
}
