'use client';

import { History } from 'lucide-react';
import { useState } from 'react';
import { type DialogRequest, OperationDialog } from '@/components/operations/operation-dialog';
import { Button } from '@/components/ui/button';
import type { RestoreStart } from '@/lib/domain/restore-words';

/** Opens the restore dialog with what is known here already. */
export function RestoreButton({
  cluster,
  begun,
  children,
}: {
  cluster: string;
  begun: RestoreStart;
  children: React.ReactNode;
}) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  return (
    <>
      <Button
        size="small"
        aria-haspopup="dialog"
        onClick={() => setRequest({ dialog: 'restore', cluster, begun })}
      >
        <History aria-hidden size={14} strokeWidth={1.75} />
        {children}
      </Button>
      <OperationDialog request={request} onClose={() => setRequest(null)} />
    </>
  );
}
