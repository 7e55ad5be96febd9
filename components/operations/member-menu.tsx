'use client';

import {
  ArrowLeftRight,
  CirclePlay,
  CircleStop,
  Copy,
  RefreshCw,
  SquareArrowOutUpRight,
  Stethoscope,
} from 'lucide-react';
import type { ReactElement } from 'react';
import { Menu, MenuItem, MenuLink, MenuSeparator } from '@/components/ui/menu';
import { useSnapshot } from '@/lib/browser/queries';
import { copyingState, isForceWanted } from '@/lib/domain/reinitialize';
import type { DialogRequest } from './operation-dialog';
import { diagnosisPath, memberPath } from './operation-paths';

export interface MemberMenuProps {
  readonly cluster: string;
  readonly member: string;
  readonly onAsk: (request: DialogRequest) => void;
}

export function MemberMenu({ cluster, member, onAsk, trigger }: MemberMenuProps & { trigger: ReactElement }) {
  const snapshot = useSnapshot(cluster).data;
  const leads = snapshot?.leader === member;
  const own = snapshot?.members.find((each) => each.name === member);
  const isCopying = own?.state === copyingState;
  const force = own !== undefined && isForceWanted(own);
  const answers = own?.patroni.status === 'fresh';
  const service = answers ? 'stop_member' : 'start_member';
  return (
    <Menu align="end" trigger={trigger} defaultOpen>
      <MenuItem disabled={leads} onSelect={() => onAsk({ dialog: 'switchover', cluster, candidate: member })}>
        <ArrowLeftRight aria-hidden size={16} strokeWidth={1.75} />
        {leads ? 'Leads already' : `Switch over to ${member}…`}
      </MenuItem>
      <MenuItem
        disabled={leads}
        onSelect={() => onAsk({ dialog: 'plan', cluster, kind: 'reinitialize', input: { member, force } })}
      >
        <RefreshCw aria-hidden size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 self-start" />
        <span>
          {isCopying ? 'Begin its copy anew…' : 'Reinitialize…'}
          <span className="block text-sm text-second">Restores this standby alone</span>
        </span>
      </MenuItem>
      <MenuItem onSelect={() => onAsk({ dialog: 'plan', cluster, kind: service, input: { member } })}>
        {answers ? (
          <CircleStop aria-hidden size={16} strokeWidth={1.75} />
        ) : (
          <CirclePlay aria-hidden size={16} strokeWidth={1.75} />
        )}
        {answers ? `Stop ${member}…` : `Start ${member}…`}
      </MenuItem>
      <MenuSeparator />
      <MenuLink href={memberPath(cluster, member)}>
        <SquareArrowOutUpRight aria-hidden size={16} strokeWidth={1.75} />
        Open its page
      </MenuLink>
      <MenuLink href={diagnosisPath(cluster, member)}>
        <Stethoscope aria-hidden size={16} strokeWidth={1.75} />
        Diagnosis
      </MenuLink>
      <MenuItem onSelect={() => void navigator.clipboard?.writeText(member)}>
        <Copy aria-hidden size={16} strokeWidth={1.75} />
        Copy its name
      </MenuItem>
    </Menu>
  );
}
