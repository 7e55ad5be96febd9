import type { OperationResult, SwitchoverInput } from '@/lib/contract/operations';
import { formatDurationMs } from '@/lib/domain/format';
import { listed } from '@/lib/domain/preflight';
import type { StepContext } from '../kind';
import { type Before, SAMPLE_MS } from '../switch-watch';

/** What the steps found out, kept across a crash. */
export interface SwitchMemory {
  readonly leader: string;
  readonly timeline: number | null;
  readonly leaderlessMs: number | null;
  /** Who leads since then; absent while the new leader still leads. */
  readonly since?: string;
  readonly following?: number;
  readonly missing?: string[];
  readonly writeOutageMs?: number | null;
  readonly wholeMs?: number | null;
}

/** What the cluster said at the end, with the figures that were measured on the way. */
export function concludeSwitchover(
  context: StepContext,
  input: SwitchoverInput,
  before: Before,
): OperationResult {
  const memory = context.memory() as unknown as SwitchMemory;
  const { leader, timeline, leaderlessMs, since, following = 0, missing = [] } = memory;
  const on = timeline === null ? '' : ` on timeline ${timeline}`;
  const parts = [
    since === undefined
      ? `${leader} leads${on}`
      : `${leader} took over${on}; ${since} leads${since === before.leader ? ' again' : ''} by now`,
  ];
  if (input.candidate !== null && input.candidate !== leader) {
    parts.push(`Patroni chose it instead of ${input.candidate}`);
  }
  if (since === undefined) {
    if (following > 0) parts.push(following === 1 ? '1 member follows' : `${following} members follow`);
    if (missing.length > 0) parts.push(`not following: ${listed(missing)}`);
    if (leaderlessMs !== null) parts.push(`no leader for ${formatDurationMs(leaderlessMs)}`);
  }
  return {
    summary: `${parts.join('; ')}.`,
    facts: {
      leader,
      previousLeader: before.leader,
      timeline,
      following,
      leaderlessMs,
      writeOutageMs: memory.writeOutageMs ?? null,
      wholeMs: memory.wholeMs ?? null,
      sampledEveryMs: leaderlessMs === null ? null : SAMPLE_MS,
    },
  };
}
