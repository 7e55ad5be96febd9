'use client';

import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { type DialogRequest, OperationDialog } from '@/components/operations/operation-dialog';
import { Button } from '@/components/ui/button';

export function DrillButton({ cluster }: { cluster: string }) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  return (
    <>
      <Button
        variant="filled"
        size="small"
        aria-haspopup="dialog"
        onClick={() => setRequest({ dialog: 'drill', cluster })}
      >
        <FlaskConical aria-hidden size={16} strokeWidth={1.75} />
        Run a drill…
      </Button>
      <OperationDialog request={request} onClose={() => setRequest(null)} />
    </>
  );
}
