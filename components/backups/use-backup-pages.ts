'use client';

import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { ask } from '@/lib/browser/api';
import { useSnapshot } from '@/lib/browser/queries';
import { type BackupFilter, queryKeys } from '@/lib/browser/query-keys';
import type { BackupsPage } from '@/lib/contract/backups';
import { backupPageKey, backupsPageSize, offsetsFor } from './backup-pages';

const headRefetchMs = 15_000;

function pageQuery(cluster: string, filter: BackupFilter, offset: number) {
  return {
    queryKey: backupPageKey(cluster, filter, offset),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      ask('backups', { path: { cluster }, query: { ...filter, offset, limit: backupsPageSize }, signal }),
    staleTime: headRefetchMs,
  };
}

/** The first page of the list, which also holds what stands above it. The former one stays while another filter loads. */
export function useBackupsHead(cluster: string, filter: BackupFilter) {
  useFreshList(cluster);
  return useQuery({
    ...pageQuery(cluster, filter, 0),
    refetchInterval: headRefetchMs,
    placeholderData: keepPreviousData,
  });
}

/** The pages that rows `first` to `last` are on, by offset; those that are not there yet are missing. */
export function useBackupPages(
  cluster: string,
  filter: BackupFilter,
  head: BackupsPage,
  first: number,
  last: number,
): ReadonlyMap<number, BackupsPage> {
  const offsets = offsetsFor(first, last).filter((offset) => offset > 0);
  const pages = useQueries({
    queries: offsets.map((offset) => pageQuery(cluster, filter, offset)),
    combine: (results) => results.flatMap(({ data }) => (data === undefined ? [] : [data])),
  });
  return useMemo(() => new Map([head, ...pages].map((page) => [page.offset, page])), [head, pages]);
}

/** The live snapshot says when the repository holds something else: then the list is asked for anew. */
function useFreshList(cluster: string): void {
  const client = useQueryClient();
  const repository = useSnapshot(cluster).data?.repository;
  const state =
    repository === undefined
      ? undefined
      : [
          repository.backupCount,
          repository.lastBackup?.label,
          repository.reading.status,
          repository.backupRunning,
        ].join(' ');
  const seen = useRef(state);
  useEffect(() => {
    const before = seen.current;
    seen.current = state;
    if (before === undefined || before === state) return;
    void client.invalidateQueries({ queryKey: queryKeys.allBackups(cluster) });
  }, [client, cluster, state]);
}
