import type { StartState } from '@/components/operations/plan-start';
import type { Plan } from '@/lib/contract/operations';

/** A restore's checks ask every host, so that they take longer than others, and count for longer. */
export const restorePace = { refreshMs: 5000, timeoutMs: 45_000 } as const;
const planLifeMs = 30_000;

export interface SeenPlan {
  readonly plan: Plan | null;
  /** True when it is the plan for what stands in the dialog now. */
  readonly current: boolean;
  readonly ageMs: number;
  /** Why the last try brought none. */
  readonly trouble: string | null;
}

/** What the button of a restore says, and whether it may be pressed: on a fresh plan for just this input alone. */
export function restoreStartState(
  { plan, current, ageMs, trouble }: SeenPlan,
  formProblem: string | null,
  typedName: string,
): StartState {
  const label = plan === null || !current ? 'Restore' : plan.confirmLabel;
  const not = (why: string | null): StartState => ({ label, ready: false, why });
  if (formProblem !== null) return not(formProblem);
  if (plan === null || !current) return not(trouble);
  if (ageMs > planLifeMs) {
    return not(trouble === null ? null : `The checks could not be refreshed: ${trouble}`);
  }
  if (plan.blocked) {
    return not(plan.checks.find((check) => check.level === 'block')?.reason ?? 'A check blocks it.');
  }
  if (typedName !== plan.cluster) return not(null);
  return { label, ready: true, why: null };
}
