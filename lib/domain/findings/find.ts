import type { Finding, FindingDiagnosis, Snapshot } from '@/lib/contract/snapshot';
import type { FindingDraft } from './draft';
import { leaderFindings } from './leader';
import { memberFindings } from './members';
import { repositoryFindings } from './repository';
import { restoreTestFindings } from './restore-tests';
import { routingFindings } from './routing';
import { slotFindings } from './slots';

/**
 * Everything that a person should know about a cluster as it is now, worst first.
 * While Patroni does not answer, nothing is claimed about members: only that.
 */
export function draftFindings(
  snapshot: Omit<Snapshot, 'health' | 'verdict' | 'findings'>,
  limits: { readonly lagLimitBytes: number; readonly restoreTestMaxAgeDays?: number | null },
): FindingDraft[] {
  const known = snapshot.reading.status === 'fresh' || snapshot.reading.status === 'stale';
  return [
    ...(known ? leaderFindings(snapshot) : []),
    // Where HAProxy sends traffic follows from how the members are: of two alike the cause comes first.
    ...(known ? memberFindings(snapshot, limits.lagLimitBytes) : []),
    ...routingFindings(snapshot),
    ...repositoryFindings(snapshot),
    ...slotFindings(snapshot),
    ...restoreTestFindings(snapshot, limits.restoreTestMaxAgeDays ?? null),
  ];
}

/** When each finding that stands was first seen, by its id. */
export type FindingMemory = ReadonlyMap<string, string>;

/** Gives drafts their `since`, holds back those younger than their grace, and sorts them worst first. */
export function rememberFindings(
  drafts: readonly FindingDraft[],
  memory: FindingMemory,
  nowMs: number,
  diagnosisOf: (finding: Pick<Finding, 'id' | 'subject'>) => FindingDiagnosis | null = () => null,
): { findings: Finding[]; memory: FindingMemory } {
  const next = new Map<string, string>();
  const findings: Finding[] = [];
  for (const draft of drafts) {
    const { graceMs, since: said, ...rest } = draft;
    const since = said ?? memory.get(draft.id) ?? new Date(nowMs).toISOString();
    next.set(draft.id, since);
    if (nowMs - Date.parse(since) >= graceMs) findings.push({ ...rest, diagnosis: diagnosisOf(rest), since });
  }
  const order = { critical: 0, warning: 1, info: 2 };
  findings.sort((a, b) => order[a.severity] - order[b.severity]);
  return { findings, memory: next };
}
