'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Operation, OperationRequest } from '@/lib/contract/operations';
import { type ApiError, ask } from './api';
import { queryKeys } from './query-keys';

/** Starts a change. An `ApiError` with code `unreachable` means: not known whether it started; look at the operations. */
export function useStartOperation(cluster: string) {
  const client = useQueryClient();
  return useMutation<Operation, ApiError, OperationRequest>({
    mutationFn: (request) => ask('startOperation', { path: { cluster }, body: request, timeoutMs: 30_000 }),
    onSuccess: (operation) => client.setQueryData(queryKeys.operation(operation.id), operation),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.operations(cluster) }),
  });
}

export function useCancelOperation(cluster: string) {
  const client = useQueryClient();
  return useMutation<Operation, ApiError, string>({
    mutationFn: (id) => ask('cancelOperation', { path: { id } }),
    onSuccess: (operation) => client.setQueryData(queryKeys.operation(operation.id), operation),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.operations(cluster) }),
  });
}
