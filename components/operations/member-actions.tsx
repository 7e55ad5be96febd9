'use client';

import { ArrowLeftRight, Copy, Ellipsis, RefreshCw, SquareArrowOutUpRight } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem, MenuLink, MenuSeparator } from '@/components/ui/menu';
import { useSnapshot } from '@/lib/browser/queries';
import { type DialogRequest, OperationDialog } from './operation-dialog';
import { memberPath } from './operation-paths';

/** What can be done with one member: a menu for its row. */
export function MemberActions({ cluster, member }: { cluster: string; member: string }) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  const snapshot = useSnapshot(cluster).data;
  const leads = snapshot?.leader === member;
  // A copy that goes on already can only be begun anew.
  const force = snapshot?.members.find((each) => each.name === member)?.state === 'creating replica';
  const trigger = useRef<HTMLButtonElement>(null);
  const close = () => {
    setRequest(null);
    // The dialog was opened from a menu item that is gone by now.
    trigger.current?.focus();
  };

  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button ref={trigger} variant="quiet" size="small" iconOnly aria-label={`Actions for ${member}`}>
            <Ellipsis aria-hidden size={16} strokeWidth={1.75} />
          </Button>
        }
      >
        <MenuItem
          disabled={leads}
          onSelect={() => setRequest({ dialog: 'switchover', cluster, candidate: member })}
        >
          <ArrowLeftRight aria-hidden size={16} strokeWidth={1.75} />
          {leads ? 'Leads already' : `Switch over to ${member}…`}
        </MenuItem>
        <MenuItem
          disabled={leads}
          onSelect={() =>
            setRequest({ dialog: 'plan', cluster, kind: 'reinitialize', input: { member, force } })
          }
        >
          <RefreshCw aria-hidden size={16} strokeWidth={1.75} />
          {force ? 'Begin its copy anew…' : 'Reinitialize…'}
        </MenuItem>
        <MenuSeparator />
        <MenuLink href={memberPath(cluster, member)}>
          <SquareArrowOutUpRight aria-hidden size={16} strokeWidth={1.75} />
          Open its page
        </MenuLink>
        <MenuItem onSelect={() => void navigator.clipboard?.writeText(member)}>
          <Copy aria-hidden size={16} strokeWidth={1.75} />
          Copy its name
        </MenuItem>
      </Menu>
      <OperationDialog request={request} onClose={close} />
    </>
  );
}
