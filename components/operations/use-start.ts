'use client';

import { useRouter } from 'next/navigation';
import { useStartOperation } from '@/lib/browser/mutations';
import type { OperationRequest } from '@/lib/contract/operations';
import { operationPath } from './operation-paths';

/** Starts a change and, once Howdah has taken it on, goes to its page: the operation's, or its report's. */
export function useStart(
  cluster: string,
  onStarted: () => void,
  pathOf: (cluster: string, id: string) => string = operationPath,
) {
  const router = useRouter();
  const starting = useStartOperation(cluster);
  // Not by `mutate`'s own callbacks: those are dropped when what opened the dialog goes away meanwhile.
  const start = async (request: OperationRequest) => {
    const operation = await starting.mutateAsync(request).catch(() => null);
    if (operation === null) return;
    onStarted();
    router.push(pathOf(cluster, operation.id));
  };
  const refusal =
    starting.error === null
      ? null
      : { error: starting.error, askedAt: new Date(starting.submittedAt).toISOString() };
  return { start, busy: starting.isPending || starting.isSuccess, refusal };
}
