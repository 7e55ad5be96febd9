'use client';

import { KeyValue } from '@/components/ui/key-value';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import type { BackupDetail } from '@/lib/contract/backups';

/** What is inside: databases, tablespaces and links, as `pgbackrest info --set` tells. */
export function BackupContents({ detail, failed }: { detail: BackupDetail | undefined; failed: boolean }) {
  if (detail === undefined) {
    return (
      <Panel title="Contents">
        {failed ? <p className="text-second">Not known: pgBackRest could not be asked.</p> : <Loading />}
      </Panel>
    );
  }
  const { files, filesReason } = detail;
  if (files === null) {
    return (
      <Panel title="Contents">
        <p className="text-second">Not known. {filesReason}</p>
      </Panel>
    );
  }
  return (
    <Panel title="Contents" actions={<code className="text-third">pgbackrest info --set</code>}>
      <KeyValue
        rows={[
          {
            key: 'Databases',
            value: (
              <Lines
                lines={files.databases.map(({ name, oid }) => ({
                  key: name,
                  text: name,
                  more: `oid ${oid}`,
                }))}
              />
            ),
          },
          {
            key: 'Tablespaces',
            value: (
              <Lines
                lines={files.tablespaces.map(({ name, path }) => ({ key: name, text: name, more: path }))}
              />
            ),
          },
          {
            key: 'Links',
            value: (
              <Lines lines={files.links.map(({ name, path }) => ({ key: name, text: name, more: path }))} />
            ),
          },
          {
            key: 'Damaged files',
            value: <Lines lines={files.damaged.map((file) => ({ key: file, text: file, more: '' }))} />,
          },
        ]}
      />
    </Panel>
  );
}

function Lines({ lines }: { lines: readonly { key: string; text: string; more: string }[] }) {
  if (lines.length === 0) return <span className="text-second">none</span>;
  return (
    <ul>
      {lines.map(({ key, text, more }) => (
        <li key={key} className="break-all">
          {text} <span className="text-sm text-third">{more}</span>
        </li>
      ))}
    </ul>
  );
}

function Loading() {
  return (
    <div className="flex flex-col gap-2" aria-busy="true">
      <span className="sr-only" role="status">
        Asking pgBackRest
      </span>
      <Skeleton />
      <Skeleton className="h-4 w-2/3" />
    </div>
  );
}
