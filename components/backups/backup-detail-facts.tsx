'use client';

import { Figure } from '@/components/ui/figure';
import { KeyValue, type KeyValueRow } from '@/components/ui/key-value';
import { Panel } from '@/components/ui/panel';
import { Age, Moment } from '@/components/ui/time';
import type { Backup } from '@/lib/contract/backups';
import { formatDurationExact, formatDurationMs } from '@/lib/domain/format';
import { typeWord } from './backup-words';
import { ByteFigure } from './byte-figure';

export function BackupDetailFacts({ backup }: { backup: Backup }) {
  return (
    <Panel title="Facts">
      <KeyValue rows={rowsOf(backup)} />
    </Panel>
  );
}

function rowsOf(backup: Backup): KeyValueRow[] {
  return [
    { key: 'Type', value: typeWord[backup.type] },
    { key: 'Started', value: <Moment at={backup.startedAt} look="date-time" /> },
    {
      key: 'Finished',
      value: (
        <>
          <Moment at={backup.endedAt} look="date-time" />{' '}
          <span className="text-second">
            (<Age at={backup.endedAt} /> ago)
          </span>
        </>
      ),
    },
    {
      key: 'Took',
      value: (
        <Figure
          text={formatDurationMs(backup.durationSeconds * 1000)}
          exact={formatDurationExact(backup.durationSeconds * 1000)}
        />
      ),
    },
    { key: 'Database', value: <ByteFigure bytes={backup.databaseSizeBytes} /> },
    { key: 'Copied of it', value: <ByteFigure bytes={backup.databaseDeltaBytes} /> },
    {
      key: 'In repository',
      value:
        backup.repositorySizeBytes === null ? (
          <span className="text-second">not told by pgBackRest</span>
        ) : (
          <>
            <ByteFigure bytes={backup.repositorySizeBytes} />{' '}
            <span className="text-second">with all that it needs</span>
          </>
        ),
    },
    { key: 'Added', value: <ByteFigure bytes={backup.repositoryDeltaBytes} /> },
    { key: 'WAL', value: <Range from={backup.walStart} until={backup.walStop} /> },
    { key: 'LSN', value: <Range from={backup.lsnStart} until={backup.lsnStop} /> },
    { key: 'Timeline', value: backup.timeline ?? <Figure text={null} /> },
    { key: 'PostgreSQL', value: backup.postgresVersion ?? <Figure text={null} /> },
    { key: 'pgBackRest', value: backup.pgbackrestVersion ?? <Figure text={null} /> },
    {
      key: 'System identifier',
      value:
        backup.systemIdentifier === null ? (
          <Figure text={null} />
        ) : (
          <span className="mono">{backup.systemIdentifier}</span>
        ),
    },
    {
      key: 'Page checksums',
      value:
        backup.error === null ? 'not told by pgBackRest' : backup.error ? 'errors found' : 'no error found',
    },
    {
      key: 'Annotations',
      value: <Annotations annotations={backup.annotations} />,
    },
  ];
}

function Range({ from, until }: { from: string | null; until: string | null }) {
  if (from === null || until === null) return <Figure text={null} />;
  return <span className="mono break-all">{from === until ? from : `${from} → ${until}`}</span>;
}

function Annotations({ annotations }: { annotations: Backup['annotations'] }) {
  const entries = Object.entries(annotations);
  if (entries.length === 0) return <span className="text-second">none</span>;
  return (
    <ul>
      {entries.map(([key, value]) => (
        <li key={key} className="break-words">
          <span className="text-second">{key}:</span> {value}
        </li>
      ))}
    </ul>
  );
}
