'use client';

import { useMemo } from 'react';
import { useSearchChoice } from '@/components/backups/use-search-choice';
import { type DialogRequest, OperationDialog } from '@/components/operations/operation-dialog';
import { decodeRestoreChoice } from '@/components/recovery/restore-link';
import { Notice } from '@/components/ui/notice';
import { anyRestore } from '@/lib/domain/restore-words';

const key = 'restore';

/** Opens the restore dialog for what `?restore=…` says; closing it takes that out of the URL. */
export function RestoreDialogFromLink({ cluster }: { cluster: string }) {
  const { search, replace } = useSearchChoice();
  const text = search.get(key);
  // One object a link: another would begin the dialog anew, and lose what was typed.
  const request = useMemo<DialogRequest | null>(() => {
    const choice = decodeRestoreChoice(text);
    return choice === null ? null : { dialog: 'restore', cluster, begun: { ...anyRestore, ...choice } };
  }, [cluster, text]);
  const close = () =>
    replace((current) => {
      current.delete(key);
      return current.toString();
    });
  return (
    <>
      {text !== null && request === null && (
        <Notice tone="warn" title="The restore in this address cannot be read">
          It must be like <code>?restore=time:2026-11-22T10:32:10.250Z,timeline:3</code>. Choose the point on
          the timeline instead.
        </Notice>
      )}
      <OperationDialog request={request} onClose={close} />
    </>
  );
}
