'use client';

import { Archive } from 'lucide-react';
import { useParams } from 'next/navigation';
import { ButtonLink } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { backupsPath } from './backup-paths';

export function UnknownBackup() {
  const params = useParams<{ cluster: string; label: string }>();
  const cluster = decodeURIComponent(params.cluster);
  return (
    <section className="rounded-lg border border-line bg-panel">
      <Empty
        icon={<Archive aria-hidden size={24} strokeWidth={1.75} />}
        title={`There is no backup ${decodeURIComponent(params.label)}`}
      >
        <p className="mb-3">
          pgBackRest does not list it for {cluster}: it may have expired, or the label may be mistyped.
        </p>
        <ButtonLink href={backupsPath(cluster)}>All backups of {cluster}</ButtonLink>
      </Empty>
    </section>
  );
}
