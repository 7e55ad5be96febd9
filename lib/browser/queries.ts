'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Diagnosis } from '@/lib/contract/diagnosis';
import type { DrillReport } from '@/lib/contract/drills';
import { type ApiError, ask } from './api';
import { useLiveStatus } from './live';
import { unlessOvertaken, withOvertaking } from './overtaken';
import {
  drillRefetchMs,
  eventsPageSize,
  lookedRefetchMs,
  lookingRefetchMs,
  operationsPageSize,
  recoveryRefetchMs,
  replicationRefetchMs,
  routingRefetchMs,
} from './paces';
import { queryKeys } from './query-keys';

/** While the live stream brings it, nothing is asked; while it does not, every two seconds. */
function usePollMs(): number | false {
  return useLiveStatus().state === 'live' ? false : 2000;
}

export function useFleet() {
  return useQuery({
    queryKey: queryKeys.fleet,
    queryFn: ({ client, queryKey, signal }) =>
      unlessOvertaken(client, queryKey, ask('fleet', { signal, timeoutMs: 5000 })),
    refetchInterval: usePollMs(),
  });
}

export function useSnapshot(cluster: string) {
  return useQuery({
    queryKey: queryKeys.snapshot(cluster),
    queryFn: ({ client, queryKey, signal }) =>
      unlessOvertaken(client, queryKey, ask('cluster', { path: { cluster }, signal, timeoutMs: 5000 })),
    refetchInterval: usePollMs(),
  });
}

/** Samples of the last `minutes` (5, 60, 1440); the former range stays while the next one loads. */
export function useReplicationHistory(cluster: string, minutes: number) {
  return useQuery({
    queryKey: queryKeys.replication(cluster, minutes),
    queryFn: ({ signal }) => ask('replication', { path: { cluster }, query: { minutes }, signal }),
    refetchInterval: replicationRefetchMs(minutes),
    placeholderData: keepPreviousData,
  });
}

export function useBackup(cluster: string, label: string, repository?: number) {
  return useQuery({
    queryKey: queryKeys.backup(cluster, label, repository),
    queryFn: ({ signal }) =>
      ask('backup', { path: { cluster, label }, query: { repository }, signal, timeoutMs: 60_000 }),
    staleTime: 60_000,
  });
}

/** The recovery timeline; until the WAL archive has been listed for the first time, it is asked for often. */
export function useRecovery(cluster: string) {
  return useQuery({
    queryKey: queryKeys.recovery(cluster),
    queryFn: ({ signal }) => ask('recovery', { path: { cluster }, signal, timeoutMs: 30_000 }),
    refetchInterval: ({ state }) => (state.data?.reading.status === 'waiting' ? 1500 : recoveryRefetchMs),
  });
}

/** The past of the proofs; the snapshot carries the newest. */
export function useRouting(cluster: string) {
  return useQuery({
    queryKey: queryKeys.routing(cluster),
    queryFn: ({ signal }) => ask('routing', { path: { cluster }, signal }),
    refetchInterval: routingRefetchMs,
  });
}

/** Drills, newest first; the first page is asked for anew whenever one begins or ends. */
export function useDrills(cluster: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.drills(cluster),
    queryFn: ({ pageParam, signal }) =>
      ask('drills', {
        path: { cluster },
        query: { before: pageParam ?? undefined, limit: operationsPageSize },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** The report of one drill: every second while it runs. */
export function useDrill(cluster: string, id: string) {
  return useQuery<DrillReport, ApiError>({
    queryKey: queryKeys.drill(cluster, id),
    queryFn: ({ signal }) => ask('drill', { path: { cluster, id }, signal }),
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.outcome === 'running' ? drillRefetchMs : false,
  });
}

/** Why a member does not serve: quickly while answers still come, then slower. */
export function useDiagnosis(cluster: string, member: string) {
  return useQuery<Diagnosis, ApiError>({
    queryKey: queryKeys.diagnosis(cluster, member),
    queryFn: ({ signal }) => ask('diagnosis', { path: { cluster, member }, signal }),
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.endedAt === null ? lookingRefetchMs : lookedRefetchMs,
  });
}

/** What happened, newest first; new events are put in front by the live stream. */
export function useEvents(cluster: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.events(cluster),
    queryFn: async ({ client, pageParam, queryKey, signal }) => {
      const page = await ask('events', {
        path: { cluster },
        query: { before: pageParam ?? undefined, limit: eventsPageSize },
        signal,
      });
      return pageParam === null ? withOvertaking(page, client.getQueryData(queryKey)) : page;
    },
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useOperations(cluster: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.operations(cluster),
    queryFn: ({ pageParam, signal }) =>
      ask('operations', {
        path: { cluster },
        query: { before: pageParam ?? undefined, limit: operationsPageSize },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** One operation; the live stream carries its progress, polling stands in while the stream is away. */
export function useOperation(id: string) {
  const pollMs = usePollMs();
  return useQuery({
    queryKey: queryKeys.operation(id),
    queryFn: ({ client, queryKey, signal }) =>
      unlessOvertaken(client, queryKey, ask('operation', { path: { id }, signal })),
    refetchInterval: (query) => {
      const status = query.state.data?.status;
      return status === 'running' || status === 'waiting' || status === undefined ? pollMs : false;
    },
  });
}

/** Restore tests, newest first; the first page is asked for anew whenever one begins or ends. */
export function useRestoreTests(cluster: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.restoreTests(cluster),
    queryFn: ({ pageParam, signal }) =>
      ask('restoreTests', {
        path: { cluster },
        query: { before: pageParam ?? undefined, limit: operationsPageSize },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useRestoreTest(cluster: string, id: string) {
  return useQuery({
    queryKey: queryKeys.restoreTest(cluster, id),
    queryFn: ({ signal }) => ask('restoreTest', { path: { cluster, id }, signal }),
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.outcome === 'running' ? 2000 : false,
  });
}
