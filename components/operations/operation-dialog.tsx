'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { BackupInput, OperationKind } from '@/lib/contract/operations';
import type { RestoreStart } from '@/lib/domain/restore-words';

export type DialogRequest =
  | { readonly dialog: 'switchover'; readonly cluster: string; readonly candidate?: string }
  | { readonly dialog: 'restore'; readonly cluster: string; readonly begun: RestoreStart }
  | { readonly dialog: 'restore_test'; readonly cluster: string; readonly begun: RestoreStart }
  | { readonly dialog: 'drill'; readonly cluster: string }
  | { readonly dialog: 'backup'; readonly cluster: string; readonly type: BackupInput['type'] }
  | {
      readonly dialog: 'plan';
      readonly cluster: string;
      readonly kind: OperationKind;
      readonly input: Readonly<Record<string, unknown>>;
    };

const loadSwitchover = () => import('./switchover-dialog-body').then((module) => module.SwitchoverDialogBody);
const loadRestore = () =>
  import('@/components/restore/restore-dialog-body').then((module) => module.RestoreDialogBody);
const loadRestoreTest = () =>
  import('@/components/restore-tests/restore-test-dialog').then((module) => module.RestoreTestDialogBody);
const loadDrill = () => import('@/components/drills/drill-dialog').then((module) => module.DrillDialogBody);
const loadBackup = () =>
  import('@/components/backups/backup-dialog').then((module) => module.BackupDialogBody);
const loadPlan = () => import('./plan-dialog').then((module) => module.PlanDialog);

const SwitchoverDialogBody = dynamic(loadSwitchover, { ssr: false });
const RestoreDialogBody = dynamic(loadRestore, { ssr: false });
const RestoreTestDialogBody = dynamic(loadRestoreTest, { ssr: false });
const DrillDialogBody = dynamic(loadDrill, { ssr: false });
const BackupDialogBody = dynamic(loadBackup, { ssr: false });
const PlanDialog = dynamic(loadPlan, { ssr: false });

/** Begins to load the switchover dialog, so that it is there when the button is pressed. */
export function warmSwitchoverDialog(): void {
  loadSwitchover().catch(() => {
    // Pressing the button tries again, and says so if that fails too.
  });
}

/** Shows the dialog that is asked for; null closes it. Nothing of it is loaded before the first. */
export function OperationDialog({
  request,
  onClose,
}: {
  request: DialogRequest | null;
  onClose: () => void;
}) {
  // The last one stays until its closing is seen; each opening begins anew.
  const [shown, setShown] = useState<{ request: DialogRequest; turn: number } | null>(null);
  if (request !== null && request !== shown?.request) setShown({ request, turn: (shown?.turn ?? 0) + 1 });
  if (shown === null) return null;

  const open = request !== null;
  const { cluster } = shown.request;
  if (shown.request.dialog === 'switchover') {
    return (
      <SwitchoverDialogBody
        key={shown.turn}
        cluster={cluster}
        candidate={shown.request.candidate}
        open={open}
        onClose={onClose}
      />
    );
  }
  if (shown.request.dialog === 'restore') {
    const { begun } = shown.request;
    return (
      <RestoreDialogBody key={shown.turn} cluster={cluster} begun={begun} open={open} onClose={onClose} />
    );
  }
  if (shown.request.dialog === 'restore_test') {
    const { begun } = shown.request;
    return (
      <RestoreTestDialogBody key={shown.turn} cluster={cluster} begun={begun} open={open} onClose={onClose} />
    );
  }
  if (shown.request.dialog === 'drill') {
    return <DrillDialogBody key={shown.turn} cluster={cluster} open={open} onClose={onClose} />;
  }
  if (shown.request.dialog === 'backup') {
    const { type } = shown.request;
    return <BackupDialogBody key={shown.turn} cluster={cluster} type={type} open={open} onClose={onClose} />;
  }
  const { kind, input } = shown.request;
  return (
    <PlanDialog key={shown.turn} cluster={cluster} kind={kind} input={input} open={open} onClose={onClose} />
  );
}
