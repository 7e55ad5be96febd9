import Link from 'next/link';
import { clusterPath } from '@/components/shell/places';
import { Badge } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { Figure } from '@/components/ui/figure';
import type { Tone } from '@/components/ui/status-mark';
import { Age } from '@/components/ui/time';
import type { Snapshot } from '@/lib/contract/snapshot';
import type { TopologyBox } from '@/lib/domain/topology-shape';
import { BoxFrame, BoxRow } from './box-frame';
import { HowToButton } from './how-to-button';
import { fitsBeside, isLongName, longNameClass } from './title-fit';

export function RepositoryBox({ box, snapshot }: { box: TopologyBox; snapshot: Snapshot }) {
  const { repository } = snapshot;
  const { reading } = repository;
  if (reading.status === 'not_configured') {
    return (
      <BoxFrame box={box} look="quiet" tone="unknown" toneWord="not configured" title="pgBackRest">
        <p className="mt-0.5 text-[13px] leading-[18px] text-second">Not configured.</p>
        <HowToButton title="Show pgBackRest's backups" lines={reading.howTo} />
      </BoxFrame>
    );
  }
  const { tone, word } = repositoryTone(snapshot);
  const name = repository.stanza ?? 'repository';
  return (
    <BoxFrame
      box={box}
      look={reading.status === 'unreachable' ? 'down' : 'plain'}
      tone={tone}
      toneWord={word}
      title={
        <Link
          href={`${clusterPath(snapshot.cluster)}/backups`}
          className={classNames('hover:text-accent hover:underline', isLongName(name) && longNameClass)}
        >
          {name}
        </Link>
      }
      isTitleWhole={isLongName(name)}
      badge={fitsBeside(name, 'pgBackRest', box.width) ? <Badge>pgBackRest</Badge> : undefined}
    >
      <div className="mt-1">
        <WalRow snapshot={snapshot} />
        {reading.status === 'unreachable' ? (
          <BoxRow name="repository">
            <span className="text-bad" title={reading.reason}>
              unreachable <Age at={reading.since} />
            </span>
          </BoxRow>
        ) : (
          <BackupRow snapshot={snapshot} name={box.width < 200 ? 'backup' : 'last backup'} />
        )}
      </div>
    </BoxFrame>
  );
}

function WalRow({ snapshot }: { snapshot: Snapshot }) {
  const { archiver } = snapshot.replication;
  if (archiver?.failing === true) {
    return (
      <BoxRow name="archiving">
        <span className="text-bad" title={archiver.error ?? undefined}>
          fails {archiver.failingSince !== null && <Age at={archiver.failingSince} />}
        </span>
      </BoxRow>
    );
  }
  const lastAt = archiver?.lastArchivedAt ?? null;
  return (
    <BoxRow name="last WAL">
      {lastAt === null ? (
        <Figure text={null} />
      ) : (
        <>
          <Age at={lastAt} /> ago
        </>
      )}
    </BoxRow>
  );
}

function BackupRow({ snapshot, name }: { snapshot: Snapshot; name: string }) {
  const { lastBackup, backupRunning, backupCount } = snapshot.repository;
  if (backupRunning) return <BoxRow name="backup">running</BoxRow>;
  if (lastBackup === null) {
    return <BoxRow name={name}>{backupCount === 0 ? 'none' : <Figure text={null} />}</BoxRow>;
  }
  return (
    <BoxRow name={name}>
      <Age at={lastBackup.endedAt} /> ago
    </BoxRow>
  );
}

function repositoryTone(snapshot: Snapshot): { tone: Tone; word: string } {
  const { reading, lastBackup, backupCount } = snapshot.repository;
  if (reading.status === 'unreachable') return { tone: 'bad', word: 'unreachable' };
  if (snapshot.replication.archiver?.failing === true) return { tone: 'bad', word: 'archiving fails' };
  if (reading.status === 'waiting') return { tone: 'unknown', word: 'not read yet' };
  if (reading.status === 'stale') return { tone: 'warn', word: 'stale' };
  if (lastBackup?.error === true) return { tone: 'warn', word: 'the last backup has errors' };
  if (backupCount === 0) return { tone: 'warn', word: 'no backup' };
  return { tone: 'ok', word: 'good' };
}
