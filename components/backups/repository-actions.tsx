'use client';

import { ChevronDown, DatabaseBackup } from 'lucide-react';
import { useRef, useState } from 'react';
import { type DialogRequest, OperationDialog } from '@/components/operations/operation-dialog';
import { Button } from '@/components/ui/button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import type { BackupsPage } from '@/lib/contract/backups';
import type { Snapshot } from '@/lib/contract/snapshot';
import { BackupProgress } from './backup-progress';

const loadMenu = () => import('./repository-menu').then((module) => module.RepositoryMenu);

/** What can be done to the repository, and how far that is which is being done. */
export function RepositoryActions({ page, snapshot }: { page: BackupsPage; snapshot: Snapshot | undefined }) {
  const { cluster } = page;
  const [request, setRequest] = useState<DialogRequest | null>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const hasFull = page.backups.some(({ type }) => type === 'full');
  const backUp = () =>
    setRequest({
      dialog: 'backup',
      cluster,
      type: hasFull ? 'incr' : 'full',
    });
  const close = () => {
    // A menu item that opened it is gone by now.
    if (request?.dialog === 'plan') trigger.current?.focus();
    setRequest(null);
  };
  return (
    <section aria-label="Repository" className="flex flex-wrap items-center justify-end gap-x-4 gap-y-3">
      <BackupProgress page={page} snapshot={snapshot} />
      <div className="flex flex-wrap gap-2">
        <LazyMenu
          load={loadMenu}
          menuProps={{ cluster, onAsk: setRequest }}
          trigger={
            <Button ref={trigger}>
              Repository
              <ChevronDown aria-hidden size={16} strokeWidth={1.75} />
            </Button>
          }
        />
        <Button aria-haspopup="dialog" onClick={backUp}>
          <DatabaseBackup aria-hidden size={16} strokeWidth={1.75} />
          Back up now…
        </Button>
      </div>
      <OperationDialog request={request} onClose={close} />
    </section>
  );
}
