'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type {
  AcceptRequest,
  LookAnswer,
  LookQuery,
  Operation,
  OperationRequest,
} from '@/lib/contract/operations';
import type { RouteProofsAnswer } from '@/lib/contract/routing';
import { type ApiError, ask } from './api';
import { queryKeys } from './query-keys';
import { RequestKeys } from './request-keys';

/**
 * Starts a change. An `ApiError` with code `unreachable` means: not known whether it started. The same request sent again
 * is then the same operation.
 */
export function useStartOperation(cluster: string) {
  const client = useQueryClient();
  const keys = useRef(new RequestKeys());
  return useMutation<Operation, ApiError, OperationRequest>({
    mutationFn: (request) => {
      const key = keys.current.of(request);
      return ask('startOperation', { path: { cluster }, body: request, key, timeoutMs: 30_000 });
    },
    onSuccess: (operation) => {
      keys.current.answered();
      client.setQueryData(queryKeys.operation(operation.id), operation);
    },
    onError: ({ status }) => {
      if (status !== 0) keys.current.answered();
    },
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

/** Decides at the gate where an operation waits. Refused when it waits no longer: then what is now is asked for. */
export function useAcceptOperation(id: string) {
  const client = useQueryClient();
  return useMutation<Operation, ApiError, AcceptRequest>({
    mutationFn: (request) => ask('acceptOperation', { path: { id }, body: request, timeoutMs: 30_000 }),
    onSuccess: (operation) => client.setQueryData(queryKeys.operation(id), operation),
    onError: () => client.invalidateQueries({ queryKey: queryKeys.operation(id) }),
  });
}

/** Asks the database that a restore shows; what PostgreSQL has against it is part of the answer. */
export function useLookQuery(id: string) {
  return useMutation<LookAnswer, ApiError, LookQuery>({
    mutationFn: (query) => ask('queryOperation', { path: { id }, body: query, timeoutMs: 60_000 }),
  });
}

/** Writes and reads through every route now. */
export function useProveRoutes(cluster: string) {
  const client = useQueryClient();
  return useMutation<RouteProofsAnswer, ApiError, void>({
    mutationFn: () => ask('proveRoutes', { path: { cluster }, body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.routing(cluster) }),
  });
}
