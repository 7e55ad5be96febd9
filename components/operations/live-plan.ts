'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ApiError, ask } from '@/lib/browser/api';
import { queryKeys } from '@/lib/browser/query-keys';
import type { OperationKind, Plan } from '@/lib/contract/operations';

export interface LivePlan {
  /** The newest plan that came, also while the one for a new input is on its way. */
  readonly plan: Plan | null;
  /** How old `plan` is. */
  readonly ageMs: number;
  /** True when `plan` is the one for the present input. */
  readonly current: boolean;
  /** Why the last try brought none. */
  readonly trouble: string | null;
  readonly error: ApiError | null;
}

/** How often a plan is asked for again, and how long an answer may take. */
export interface PlanPace {
  readonly refreshMs: number;
  readonly timeoutMs: number;
}

const usualPace: PlanPace = { refreshMs: 2000, timeoutMs: 10_000 };

/** Asks for the plan of exactly this input, and again every few seconds: what a person decides on is never old. */
export function useLivePlan(
  cluster: string,
  kind: OperationKind,
  input: Readonly<Record<string, unknown>>,
  open: boolean,
  { refreshMs, timeoutMs }: PlanPace = usualPace,
): LivePlan {
  const query = useQuery<Plan, ApiError>({
    queryKey: [...queryKeys.cluster(cluster), 'plan', kind, input],
    queryFn: ({ signal }) => ask('plan', { path: { cluster }, body: { kind, input }, signal, timeoutMs }),
    enabled: open,
    refetchInterval: refreshMs,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const [newest, setNewest] = useState<{ plan: Plan; atMs: number } | null>(null);
  if (query.data !== undefined && (newest === null || newest.plan !== query.data)) {
    setNewest({ plan: query.data, atMs: query.dataUpdatedAt });
  }
  const atMs = newest !== null && newest.plan === query.data ? query.dataUpdatedAt : (newest?.atMs ?? 0);
  return {
    plan: newest?.plan ?? null,
    ageMs: Math.max(0, Date.now() - atMs),
    current: newest !== null && newest.plan === query.data,
    trouble: query.error?.message ?? null,
    error: query.error,
  };
}
