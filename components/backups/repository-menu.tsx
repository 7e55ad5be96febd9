'use client';

import { ArchiveX, ScanSearch, Stethoscope } from 'lucide-react';
import type { ReactElement } from 'react';
import type { DialogRequest } from '@/components/operations/operation-dialog';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';

const icon = {
  'aria-hidden': true,
  size: 16,
  strokeWidth: 1.75,
  className: 'mt-0.5 shrink-0 self-start',
} as const;

/** What can be done to all of the repository. */
export function RepositoryMenu({
  cluster,
  onAsk,
  trigger,
}: {
  cluster: string;
  onAsk: (request: DialogRequest) => void;
  trigger: ReactElement;
}) {
  return (
    <Menu align="end" trigger={trigger} defaultOpen>
      <MenuItem onSelect={() => onAsk({ dialog: 'plan', cluster, kind: 'check', input: {} })}>
        <Stethoscope {...icon} />
        <Words title="Check the archive…">Sends one WAL segment through it</Words>
      </MenuItem>
      <MenuItem onSelect={() => onAsk({ dialog: 'plan', cluster, kind: 'verify', input: {} })}>
        <ScanSearch {...icon} />
        <Words title="Verify the repository…">Reads every file and compares checksums</Words>
      </MenuItem>
      <MenuSeparator />
      <MenuItem tone="bad" onSelect={() => onAsk({ dialog: 'plan', cluster, kind: 'expire', input: {} })}>
        <ArchiveX {...icon} />
        <Words title="Expire backups…">Shows first what retention would remove</Words>
      </MenuItem>
    </Menu>
  );
}

function Words({ title, children }: { title: string; children: string }) {
  return (
    <span>
      {title}
      <span className="block text-sm text-second">{children}</span>
    </span>
  );
}
