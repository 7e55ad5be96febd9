'use client';

import { ArchiveX, ScanSearch } from 'lucide-react';
import { useState } from 'react';
import { type DialogRequest, OperationDialog } from '@/components/operations/operation-dialog';
import { RestoreTestButton } from '@/components/restore-tests/restore-test-button';
import { Button } from '@/components/ui/button';
import type { Backup } from '@/lib/contract/backups';
import { anyRestore } from '@/lib/domain/restore-words';

/** What can be done with one backup set, a restore aside. */
export function BackupActions({ cluster, backup }: { cluster: string; backup: Backup }) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  const input = { set: backup.label, repository: backup.repository };
  return (
    <div className="ml-auto flex flex-wrap gap-2">
      <RestoreTestButton cluster={cluster} begun={{ ...anyRestore, target: { type: 'immediate' }, ...input }}>
        Test a restore…
      </RestoreTestButton>
      <Button
        aria-haspopup="dialog"
        onClick={() => setRequest({ dialog: 'plan', cluster, kind: 'verify', input })}
      >
        <ScanSearch aria-hidden size={16} strokeWidth={1.75} />
        Verify this set…
      </Button>
      <Button
        aria-haspopup="dialog"
        onClick={() => setRequest({ dialog: 'plan', cluster, kind: 'expire', input })}
      >
        <ArchiveX aria-hidden size={16} strokeWidth={1.75} />
        Expire this set…
      </Button>
      <OperationDialog request={request} onClose={() => setRequest(null)} />
    </div>
  );
}
