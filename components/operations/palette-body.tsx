'use client';

import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import type { DialogRequest } from './operation-dialog';
import { clusterOfPath } from './operation-paths';
import { ClusterEntries } from './palette-cluster';
import { FleetEntries, ThemeEntries } from './palette-entries';
import { rankEntry } from './palette-rank';

export function PaletteBody({
  open,
  onClose,
  onDialog,
}: {
  open: boolean;
  onClose: () => void;
  onDialog: (request: DialogRequest) => void;
}) {
  const router = useRouter();
  const cluster = clusterOfPath(usePathname());
  const go = (path: string) => {
    onClose();
    router.push(path);
  };
  const ask = (request: DialogRequest) => {
    onClose();
    onDialog(request);
  };

  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-backdrop" />
        <Dialog.Popup className="fixed inset-x-0 top-0 z-50 flex h-dvh flex-col overflow-hidden border border-line-strong bg-panel text-ink outline-none sm:inset-x-auto sm:top-[12vh] sm:left-1/2 sm:h-auto sm:max-h-[70dvh] sm:w-[min(620px,94vw)] sm:-translate-x-1/2 sm:rounded-lg">
          <Dialog.Title className="sr-only">Commands</Dialog.Title>
          <Command
            label="Search commands, members, backups"
            filter={rankEntry}
            loop
            className="flex min-h-0 flex-1 flex-col"
          >
            <div className="flex items-center gap-3 border-line border-b px-4">
              <Search aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-third" />
              <Command.Input
                placeholder="Go to, or do…"
                className="h-12 min-w-0 flex-1 bg-transparent text-ink outline-none placeholder:text-third"
              />
              <Dialog.Close className="rounded-md border border-line px-1.5 text-sm text-second hover:text-ink">
                <span className="sm:hidden">Close</span>
                <span className="max-sm:hidden">esc</span>
              </Dialog.Close>
            </div>
            <Command.List label="Commands" className="min-h-0 flex-1 scroll-py-2 overflow-y-auto p-2">
              <Command.Empty className="px-2.5 py-8 text-center text-second">
                Nothing by this name.
              </Command.Empty>
              {cluster !== null && <ClusterEntries cluster={cluster} onGo={go} onAsk={ask} />}
              <FleetEntries current={cluster} onGo={go} />
              <ThemeEntries onDone={onClose} />
            </Command.List>
          </Command>
          <p className="flex gap-4 border-line border-t px-4 py-2 text-sm text-third max-sm:hidden">
            <Hint keys={['↑', '↓']}>choose</Hint>
            <Hint keys={['↵']}>go</Hint>
            <Hint keys={['esc']}>close</Hint>
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Hint({ keys, children }: { keys: readonly string[]; children: ReactNode }) {
  return (
    <span className="flex items-center gap-1.5">
      {keys.map((key) => (
        <kbd key={key} className="rounded-sm border border-line px-1 leading-[18px]">
          {key}
        </kbd>
      ))}
      {children}
    </span>
  );
}
