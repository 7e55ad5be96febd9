'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { useNowMs } from '@/components/ui/clock';
import { Empty } from '@/components/ui/empty';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { Age } from '@/components/ui/time';
import { useRecovery } from '@/lib/browser/queries';
import type { Recovery } from '@/lib/contract/recovery';
import type { RestoreChoice } from '@/lib/contract/restore';
import { recoveryFromWire } from '@/lib/domain/recovery/recovery-wire';
import { LoadedRecovery } from './loaded-recovery';

/** The recovery timeline, and how its listing stands. */
export function RecoveryPanel({
  cluster,
  onRestore,
}: {
  cluster: string;
  onRestore: (choice: RestoreChoice) => void;
}) {
  const { data, error } = useRecovery(cluster);
  return (
    <Panel title="Recovery timeline" flush actions={data !== undefined && <Listed recovery={data} />}>
      {data === undefined ? (
        error === null ? (
          <Loading text="Asking for the recovery timeline" />
        ) : (
          <div className="px-4 pb-4">
            <Notice tone="bad" title="The recovery timeline could not be read">
              {error.message}
            </Notice>
          </div>
        )
      ) : (
        <Read cluster={cluster} recovery={data} onRestore={onRestore} />
      )}
    </Panel>
  );
}

function Read({
  cluster,
  recovery,
  onRestore,
}: {
  cluster: string;
  recovery: Recovery;
  onRestore: (choice: RestoreChoice) => void;
}) {
  const { reading, repositories } = recovery;
  const [chosenKey, setChosenKey] = useState<number | null>(null);
  const map = useDeferredValue(useMemo(() => recoveryFromWire(recovery), [recovery]));
  const wire = repositories.find(({ key }) => key === chosenKey) ?? repositories[0];
  const repository = map.repositories.find(({ key }) => key === wire?.key);
  const nowMs = Math.max(useNowMs(), Date.parse(recovery.at));
  if (wire === undefined || repository === undefined) return <Nothing recovery={recovery} />;
  return (
    <>
      <Troubles recovery={recovery} />
      {repositories.length > 1 && (
        <div className="px-4 pb-2">
          <Segmented
            label="Repository"
            value={String(wire.key)}
            segments={repositories.map(({ key }) => ({ value: String(key), label: `repo${key}` }))}
            onChange={(value) => setChosenKey(Number(value))}
          />
        </div>
      )}
      {wire.lanes.length === 0 ? (
        <Empty title="Nothing can be restored yet">
          The archive <code>{wire.archiveId}</code> holds neither WAL nor a backup of this cluster.
        </Empty>
      ) : (
        <LoadedRecovery
          key={wire.key}
          cluster={cluster}
          map={map}
          repository={repository}
          wire={wire}
          marks={recovery.marks}
          nowMs={nowMs}
          repositoryKey={repositories.length > 1 ? wire.key : null}
          old={reading.status !== 'fresh'}
          onRestore={onRestore}
        />
      )}
    </>
  );
}

function Listed({ recovery: { reading, repositories } }: { recovery: Recovery }) {
  const [first] = repositories;
  if (first === undefined || reading.status === 'not_configured') return null;
  return (
    <span className="text-third">
      WAL archive listed <Age at={new Date(first.listedAtMs).toISOString()} /> ago
    </span>
  );
}

function Nothing({ recovery: { reading } }: { recovery: Recovery }) {
  if (reading.status === 'unreachable' || reading.status === 'stale') {
    return (
      <Empty title="Which WAL is in the repository is not known">
        {reading.reason}. It is shown as soon as the archive can be listed.
      </Empty>
    );
  }
  if (reading.status === 'waiting') return <Loading text="Listing the WAL archive" />;
  return <Empty title="There is no repository" />;
}

function Troubles({ recovery: { reading, unlisted, repositories } }: { recovery: Recovery }) {
  const leftOut = repositories.some(({ lanes }) => lanes.some(({ runsLeftOut }) => runsLeftOut > 0));
  const old = reading.status === 'stale' || reading.status === 'unreachable';
  if (!old && unlisted.length === 0 && !leftOut) return null;
  return (
    <div className="flex flex-col gap-2 px-4 pb-3">
      {old && (
        <Notice
          tone={reading.status === 'stale' ? 'warn' : 'bad'}
          title="The WAL archive could not be listed anew"
        >
          {reading.reason}. What is shown was listed before.
        </Notice>
      )}
      {unlisted.map(({ key, reason }) => (
        <Notice key={key} tone="warn" title={`Repository ${key} could not be listed`}>
          {reason}
        </Notice>
      ))}
      {leftOut && (
        <Notice tone="warn" title="There are too many gaps to show them all">
          The oldest stretches of WAL are left out here; the plan of a restore looks at them all.
        </Notice>
      )}
    </div>
  );
}

function Loading({ text }: { text: string }) {
  return (
    <div className="flex flex-col gap-3 px-4 pb-4" aria-busy="true">
      <span className="sr-only" role="status">
        {text}
      </span>
      <Skeleton className="h-40 w-full" />
      <Skeleton className="h-14 w-full" />
    </div>
  );
}
