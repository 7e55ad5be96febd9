'use client';

import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { type DialogRequest, OperationDialog } from '@/components/operations/operation-dialog';
import { Button } from '@/components/ui/button';
import type { RestoreStart } from '@/lib/domain/restore-words';

/** Opens the dialog of a restore test with what is known here already. */
export function RestoreTestButton({
  cluster,
  begun,
  variant = 'plain',
  size = 'medium',
  children,
}: {
  cluster: string;
  begun: RestoreStart;
  variant?: 'plain' | 'filled';
  size?: 'small' | 'medium';
  children: React.ReactNode;
}) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  return (
    <>
      <Button
        variant={variant}
        size={size}
        aria-haspopup="dialog"
        onClick={() => setRequest({ dialog: 'restore_test', cluster, begun })}
      >
        <ShieldCheck aria-hidden size={16} strokeWidth={1.75} />
        {children}
      </Button>
      <OperationDialog request={request} onClose={() => setRequest(null)} />
    </>
  );
}
