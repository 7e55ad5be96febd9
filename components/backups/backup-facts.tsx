'use client';

import type { ReactNode } from 'react';
import { ArchiverState } from '@/components/replication/archiver-panel';
import { LastProven } from '@/components/restore-tests/last-proven';
import { Badge } from '@/components/ui/badge';
import { Panel } from '@/components/ui/panel';
import { StatusMark } from '@/components/ui/status-mark';
import { Age } from '@/components/ui/time';
import type { BackupsPage } from '@/lib/contract/backups';
import type { Snapshot } from '@/lib/contract/snapshot';
import { formatBytes, formatCount, formatFraction } from '@/lib/domain/format';
import { BackupLink } from './backup-link';
import { BackupShape } from './backup-shape';
import { typeOfLabel, typeWord } from './backup-words';
import { RestoreWindow } from './restore-window';

/** What someone wants to know of the backups before any single one: are there any, how far do they reach, do they go on. */
export function BackupFacts({ page, snapshot }: { page: BackupsPage; snapshot: Snapshot | undefined }) {
  const archiver = snapshot?.replication.archiver ?? page.archiver;
  return (
    <Panel
      title="What can be restored"
      actions={
        <span className="text-third">
          stanza <code>{page.stanza}</code>
          {(page.reading.status === 'fresh' || page.reading.status === 'stale') && (
            <>
              , asked <Age at={page.reading.at} /> ago
            </>
          )}
        </span>
      }
    >
      <RestoreWindow page={page} />
      <dl className="mt-4 grid gap-x-6 gap-y-3 sm:grid-cols-2">
        <Fact name="Last backup">
          <LastBackup page={page} snapshot={snapshot} />
        </Fact>
        {snapshot !== undefined && (
          <Fact name="Last proven">
            <LastProven cluster={page.cluster} status={snapshot.restoreTests} />
          </Fact>
        )}
        <Fact name="WAL archive">
          {archiver === null ? (
            <span className="text-second">not known without a PostgreSQL login</span>
          ) : (
            <>
              <ArchiverState archiver={archiver} />
              {archiver.lastArchivedAt !== null && (
                <p className="text-sm text-second">
                  last segment <Age at={archiver.lastArchivedAt} /> ago
                </p>
              )}
              {archiver.failing && archiver.error !== null && (
                <p className="break-words text-bad text-sm">{archiver.error}</p>
              )}
            </>
          )}
        </Fact>
      </dl>
      <Repositories page={page} />
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-second">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function LastBackup({ page, snapshot }: { page: BackupsPage; snapshot: Snapshot | undefined }) {
  const last = snapshot?.repository.lastBackup ?? null;
  const type = last === null ? 'unknown' : typeOfLabel(last.label);
  return (
    <>
      {last === null ? (
        <span className="text-second">none</span>
      ) : (
        <>
          <span className="flex flex-wrap items-center gap-2">
            <BackupShape type={type} />
            <span>
              {typeWord[type]}, <Age at={last.endedAt} /> ago
            </span>
            {last.error && <StatusMark tone="bad">page errors</StatusMark>}
          </span>
          <p className="text-sm text-second">
            <BackupLink cluster={page.cluster} label={last.label} repository={null} />
          </p>
        </>
      )}
      {page.running !== null && (
        <StatusMark tone="working">
          {page.running.type === null ? 'a' : page.running.type} backup is running
          {page.running.fraction !== null && `, ${formatFraction(page.running.fraction)}`}
        </StatusMark>
      )}
    </>
  );
}

function Repositories({ page }: { page: BackupsPage }) {
  return (
    <ul aria-label="Repositories" className="mt-4 flex flex-col gap-1.5 border-line border-t pt-3">
      {page.repositories.map((repository) => {
        const ok = repository.status?.code === 0;
        return (
          <li key={repository.key} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-semibold">repo{repository.key}</span>
            {repository.status === null ? (
              <StatusMark tone="unknown">status not known</StatusMark>
            ) : (
              <StatusMark tone={ok ? 'ok' : 'bad'}>{repository.status.message}</StatusMark>
            )}
            <Badge tone="outline">
              {repository.cipher === null || repository.cipher === 'none'
                ? 'not encrypted'
                : repository.cipher}
            </Badge>
            <span className="ml-auto text-second">
              {formatCount(repository.backupCount)} {repository.backupCount === 1 ? 'backup' : 'backups'}
              {repository.backupsBytes !== null && <>, {formatBytes(repository.backupsBytes)} without WAL</>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
