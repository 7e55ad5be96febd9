'use client';

import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useNowMs } from '@/components/ui/clock';
import { Moment } from '@/components/ui/time';
import { useSnapshot } from '@/lib/browser/queries';
import { formatAge } from '@/lib/domain/format';
import { type DialogRequest, OperationDialog } from './operation-dialog';

/** The switchover that Patroni will do by itself at a time, if one is scheduled, and the way to call it off. */
export function ScheduledSwitchover({ cluster }: { cluster: string }) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  const scheduled = useSnapshot(cluster).data?.scheduledSwitchover ?? null;
  return (
    <>
      {scheduled !== null && (
        <section
          aria-label="Scheduled switchover"
          className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line border-l-[3px] border-l-accent bg-panel px-4 py-2.5"
        >
          <CalendarClock aria-hidden size={18} strokeWidth={1.75} className="shrink-0 text-accent" />
          <p className="min-w-0 flex-1 basis-64">
            <span className="font-medium">
              {scheduled.from ?? 'The leader'} hands over to {scheduled.to ?? 'whom Patroni chooses'}
            </span>{' '}
            <span className="text-second">
              at <Moment at={scheduled.at} className="text-ink" />{' '}
              <span className="mono">({scheduled.at.slice(11, 19)} UTC)</span>, <Until at={scheduled.at} />
            </span>
          </p>
          <Button
            size="small"
            aria-haspopup="dialog"
            onClick={() => setRequest({ dialog: 'plan', cluster, kind: 'cancel_switchover', input: {} })}
          >
            Call it off…
          </Button>
        </section>
      )}
      <OperationDialog request={request} onClose={() => setRequest(null)} />
    </>
  );
}

function Until({ at }: { at: string }) {
  const leftMs = Date.parse(at) - useNowMs();
  return <span>{leftMs > 0 ? `in ${formatAge(leftMs)}` : 'which has come'}</span>;
}
