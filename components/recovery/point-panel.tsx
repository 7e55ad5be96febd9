'use client';

import { History } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { BackupLink } from '@/components/backups/backup-link';
import { ByteFigure } from '@/components/backups/byte-figure';
import { CheckList } from '@/components/operations/check-list';
import { Button } from '@/components/ui/button';
import { ExactMoment } from '@/components/ui/exact-moment';
import { Figure } from '@/components/ui/figure';
import { StatusMark } from '@/components/ui/status-mark';
import { Moment } from '@/components/ui/time';
import type { RestoreChoice } from '@/lib/contract/restore';
import { formatDurationMs } from '@/lib/domain/format';
import { isBlocked } from '@/lib/domain/preflight';
import type { RecoveryPoint, RecoveryPointAnswer } from '@/lib/domain/recovery/resolve-point';
import { MomentField } from './moment-field';
import { segmentsText } from './recovery-words';

/** What a moment comes to: can it be restored, from which backup, with how much WAL, and what is lost after it. */
export const PointPanel = memo(function PointPanel({
  cluster,
  pickedMs,
  hoverMs,
  answer,
  nearby,
  choice,
  nearest,
  restorable,
  old,
  onPick,
  onRestore,
}: {
  cluster: string;
  pickedMs: number | null;
  hoverMs: number | null;
  /** Of the hovered moment while there is one. */
  answer: RecoveryPointAnswer;
  /** What happened right there. */
  nearby: readonly string[];
  /** The picked moment, and whether nothing blocks it. */
  choice: RestoreChoice;
  nearest: { readonly beforeMs: number | null; readonly afterMs: number | null };
  restorable: boolean;
  /** What is known of the archive is not of now. */
  old: boolean;
  onPick: (atMs: number) => void;
  onRestore: (choice: RestoreChoice) => void;
}) {
  const { point, checks } = answer;
  const blocked = point === null || isBlocked(checks);
  const notable = checks.filter(({ level }) => level !== 'pass');
  return (
    <div className="flex flex-col gap-3 border-line border-t px-4 py-3">
      <div className="grid gap-x-8 gap-y-3 sm:grid-cols-[auto_minmax(0,1fr)_minmax(0,1fr)] xl:grid-cols-[auto_minmax(0,1.2fr)_minmax(0,1fr)_auto]">
        <MomentField atMs={pickedMs} onPick={onPick} />
        <Fact name={<At pickedMs={pickedMs} hoverMs={hoverMs} />}>
          <StatusMark tone={blocked ? 'bad' : notable.length > 0 ? 'warn' : 'ok'}>
            {blocked ? 'cannot be restored' : 'can be restored'}
          </StatusMark>
          {old && <p className="text-sm text-warn">as the archive was listed last</p>}
          {point !== null && !blocked && <From cluster={cluster} point={point} />}
        </Fact>
        <Fact name="Lost after it">
          {point === null || blocked ? <Figure text={null} /> : <Loss point={point} />}
        </Fact>
        <div className="flex items-center sm:col-span-3 xl:col-span-1">
          <Button variant="filled" onClick={() => onRestore(choice)} disabled={!restorable}>
            <History aria-hidden size={16} strokeWidth={1.75} /> Restore to this point…
          </Button>
        </div>
      </div>
      {nearby.length > 0 && <p className="text-second text-sm">Here: {nearby.join(' · ')}</p>}
      {notable.length > 0 && <CheckList checks={notable} />}
      {!restorable && <Nearest nearest={nearest} onPick={onPick} />}
    </div>
  );
});

function Nearest({
  nearest: { beforeMs, afterMs },
  onPick,
}: {
  nearest: { readonly beforeMs: number | null; readonly afterMs: number | null };
  onPick: (atMs: number) => void;
}) {
  if (beforeMs === null && afterMs === null) return null;
  return (
    <p className="flex flex-wrap items-center gap-2 text-second text-sm">
      The nearest that can be restored:
      {[beforeMs, afterMs].map((atMs) =>
        atMs === null ? null : (
          <Button key={atMs} size="small" onClick={() => onPick(atMs)}>
            <Moment at={new Date(atMs).toISOString()} /> {atMs === beforeMs ? 'before it' : 'after it'}
          </Button>
        ),
      )}
    </p>
  );
}

function At({ pickedMs, hoverMs }: { pickedMs: number | null; hoverMs: number | null }) {
  const atMs = hoverMs ?? pickedMs;
  if (atMs === null) return 'The newest point';
  return <ExactMoment at={new Date(atMs).toISOString()} />;
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <p className="text-second text-sm">{name}</p>
      {children}
    </div>
  );
}

function From({ cluster, point }: { cluster: string; point: RecoveryPoint }) {
  const { set, walBytes, walSegments, timeline } = point;
  return (
    <p className="text-second text-sm">
      from <BackupLink cluster={cluster} label={set.label} repository={point.repository} />
      {walBytes !== null && walSegments !== null && (
        <>
          {' '}
          + {segmentsText(walSegments)} (<ByteFigure bytes={walBytes} /> in the repository)
        </>
      )}
      , timeline {timeline}
    </p>
  );
}

function Loss({ point: { lostSeconds, lostWalBytes } }: { point: RecoveryPoint }) {
  if (lostSeconds === null) return <span className="text-second">not known</span>;
  if (lostSeconds === 0 && lostWalBytes === 0) return <p>nothing</p>;
  return (
    <>
      <p className="font-medium text-warn">{formatDurationMs(lostSeconds * 1000)} of changes</p>
      {lostWalBytes !== null && (
        <p className="text-second text-sm">
          <ByteFigure bytes={lostWalBytes} /> of WAL
        </p>
      )}
    </>
  );
}
