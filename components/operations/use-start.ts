'use client';

import { useRouter } from 'next/navigation';
import { useStartOperation } from '@/lib/browser/mutations';
import type { OperationRequest } from '@/lib/contract/operations';
import { operationPath } from './operation-paths';

/** Starts a change and, once Howdah has taken it on, goes to its page. */
export function useStart(cluster: string, onStarted: () => void) {
  const router = useRouter();
  const starting = useStartOperation(cluster);
  const start = (request: OperationRequest) =>
    starting.mutate(request, {
      onSuccess: (operation) => {
        onStarted();
        router.push(operationPath(cluster, operation.id));
      },
    });
  return { start, busy: starting.isPending || starting.isSuccess, error: starting.error };
}
