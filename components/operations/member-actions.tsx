'use client';

import { Ellipsis } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import { type DialogRequest, OperationDialog } from './operation-dialog';

const loadMenu = () => import('./member-menu').then((module) => module.MemberMenu);

/** What can be done with one member: a menu for its row. */
export function MemberActions({ cluster, member }: { cluster: string; member: string }) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const close = () => {
    setRequest(null);
    // The dialog was opened from a menu item that is gone by now.
    trigger.current?.focus();
  };
  return (
    <>
      <LazyMenu
        load={loadMenu}
        menuProps={{ cluster, member, onAsk: setRequest }}
        trigger={
          <Button ref={trigger} variant="quiet" size="small" iconOnly aria-label={`Actions for ${member}`}>
            <Ellipsis aria-hidden size={16} strokeWidth={1.75} />
          </Button>
        }
      />
      <OperationDialog request={request} onClose={close} />
    </>
  );
}
