'use client';

import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { type DialogRequest, OperationDialog } from '@/components/operations/operation-dialog';
import { Button } from '@/components/ui/button';
import type { Operation } from '@/lib/contract/operations';
import { undoOf } from '@/lib/domain/restore-words';

/** The way back from a finished restore; nothing where there is none. */
export function UndoRestore({ operation }: { operation: Operation }) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  const begun = undoOf(operation);
  if (begun === null) return null;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <Button
        aria-haspopup="dialog"
        onClick={() => setRequest({ dialog: 'restore', cluster: operation.cluster, begun })}
      >
        <Undo2 aria-hidden size={16} strokeWidth={1.75} />
        Undo this restore…
      </Button>
      <span className="min-w-0 text-sm text-second">
        Another restore, along timeline {begun.timeline} to its end: the cluster as it stood before this one.
      </span>
      <OperationDialog request={request} onClose={() => setRequest(null)} />
    </div>
  );
}
