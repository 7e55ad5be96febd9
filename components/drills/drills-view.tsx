'use client';

import { FlaskConical } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { NotConfigured } from '@/components/ui/not-configured';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { useDrills } from '@/lib/browser/queries';
import { DrillButton } from './drill-button';
import { DrillTable } from './drill-table';

/** Every drill of a cluster, newest first, and the button for the next. */
export function DrillsView({ cluster }: { cluster: string }) {
  const list = useDrills(cluster);
  const first = list.data?.pages[0];
  const drills = list.data?.pages.flatMap((page) => page.drills) ?? [];
  if (first === undefined) {
    return list.error === null ? (
      <Skeleton className="h-64 w-full" />
    ) : (
      <Notice tone="bad" title="The drills could not be read">
        {list.error.message}
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {list.error !== null && (
        <Notice tone="warn" title="The list could not be read anew">
          {list.error.message} What is shown was read before.
        </Notice>
      )}
      {!first.configured && (
        <NotConfigured
          title="Drills are not configured"
          text="A drill writes and reads through the ports that applications use, with a login of its own, and tells what they would have felt."
          lines={first.howTo}
        />
      )}
      {first.configured && !first.isLab && (
        <Notice tone="warn" title="This cluster is not marked as a lab">
          A drill here is felt by whoever uses it. Howdah asks for the cluster’s name before one begins.
        </Notice>
      )}
      {(first.configured || drills.length > 0) && (
        <Panel title="Drills" flush actions={first.configured && <DrillButton cluster={cluster} />}>
          {drills.length === 0 ? (
            <Empty
              icon={<FlaskConical aria-hidden size={24} strokeWidth={1.75} />}
              title="No drill was run yet"
            >
              A drill runs real load for a set time and lets something happen in its middle, such as a
              switchover. Its report says how long writes and reads failed, and whether an acknowledged write
              was lost.
            </Empty>
          ) : (
            <DrillTable cluster={cluster} drills={drills} />
          )}
          {list.hasNextPage && (
            <div className="border-line border-t px-4 py-3">
              <Button
                size="small"
                disabled={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {list.isFetchingNextPage ? 'Loading…' : 'Older ones'}
              </Button>
            </div>
          )}
        </Panel>
      )}
    </div>
  );
}
