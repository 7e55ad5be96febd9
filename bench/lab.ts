import { readFileSync } from 'node:fs';
import { type Lab, openLab } from '@/lab/lab';
import type { MemberName } from '@/lab/members';

export const members: readonly MemberName[] = ['node1', 'node2', 'node3'];

/** The lab that the benchmarks use: its own folder and addresses, so that a demo beside it is left alone. */
export function benchLab(): Lab {
  return openLab(
    {
      dir: process.env.HOWDAH_BENCH_LAB_DIR ?? '/var/tmp/howdah-lab-bench',
      address: process.env.HOWDAH_BENCH_LAB_ADDRESS ?? '127.0.2.10',
    },
    (text) => console.error(text),
  );
}

export interface ClusterAnswer {
  readonly pause?: boolean;
  readonly members: readonly {
    readonly name: string;
    readonly role: string;
    readonly state: string;
    readonly timeline?: number;
    readonly lag?: number | string;
  }[];
}

/** Patroni's own answer, asked of whichever member answers first. */
export async function patroniCluster(lab: Lab): Promise<ClusterAnswer> {
  return Promise.any(
    members.map(async (member) => {
      const answer = await fetch(`${lab.patroniUrl(member)}/cluster`, { signal: AbortSignal.timeout(1000) });
      if (!answer.ok) throw new Error(`${member} answered ${answer.status}`);
      return (await answer.json()) as ClusterAnswer;
    }),
  );
}

/** Basic authentication of the lab's Patroni, for what changes something. */
export function patroniAuthorization(lab: Lab): string {
  const password = readFileSync(`${lab.layout.root}/secrets/patroni-rest`, 'utf8').trim();
  return `Basic ${Buffer.from(`howdah:${password}`).toString('base64')}`;
}

/**
 * Whole: one leader that accepts writes, and every other member in recovery, streaming from it on its timeline.
 * Asked of PostgreSQL itself, so that neither Howdah's nor Patroni's view decides.
 */
export async function isWhole(lab: Lab, leader?: string): Promise<boolean> {
  const { members: listed } = await patroniCluster(lab).catch(() => ({ members: [] }));
  const named = listed.find((member) => member.role === 'leader');
  if (
    named === undefined ||
    listed.length < members.length ||
    (leader !== undefined && named.name !== leader)
  ) {
    return false;
  }
  const leads = members.find((member) => member === named.name);
  if (leads === undefined) return false;
  try {
    const streaming = await lab.psql(
      leads,
      "select count(*) from pg_stat_replication where state = 'streaming' and not pg_is_in_recovery()",
    );
    return Number(streaming.trim()) === members.length - 1;
  } catch {
    return false;
  }
}

export async function waitUntil(
  what: string,
  check: () => Promise<boolean>,
  everyMs: number,
  limitMs: number,
) {
  const startedMs = performance.now();
  while (!(await check())) {
    if (performance.now() - startedMs > limitMs)
      throw new Error(`waited ${limitMs / 1000} s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
