'use client';

import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { type DialogRequest, OperationDialog, warmSwitchoverDialog } from './operation-dialog';

/** The button that stands on every page of a cluster, and its dialog. */
export function SwitchoverButton({ cluster }: { cluster: string }) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  return (
    <>
      <Button
        variant="filled"
        aria-haspopup="dialog"
        onPointerEnter={warmSwitchoverDialog}
        onFocus={warmSwitchoverDialog}
        onClick={() => setRequest({ dialog: 'switchover', cluster })}
      >
        <ArrowLeftRight aria-hidden size={16} strokeWidth={1.75} />
        Switch over…
      </Button>
      <OperationDialog request={request} onClose={() => setRequest(null)} />
    </>
  );
}
