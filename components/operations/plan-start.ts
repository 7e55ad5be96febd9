import type { OperationKind, Plan } from '@/lib/contract/operations';
import { kindWord } from '@/lib/domain/operation-words';

export interface StartState {
  readonly label: string;
  readonly ready: boolean;
  /** Why it cannot be pressed; null when it can, or while the checks for a new choice are on their way. */
  readonly why: string | null;
}

/** Checks older than this are no ground to press a button on. */
export const planLifeMs = 8000;

/** What the button of a planned change says, and whether it may be pressed. */
export function planStartState(
  plan: Plan | null,
  kind: OperationKind,
  typed: string,
  seen: { readonly planAgeMs: number; readonly planTrouble: string | null },
): StartState {
  const label = plan?.confirmLabel ?? kindWord(kind);
  const not = (why: string | null): StartState => ({ label, ready: false, why });
  if (plan === null) return not(seen.planTrouble);
  if (seen.planAgeMs > planLifeMs) {
    return not(seen.planTrouble === null ? null : `The checks could not be refreshed: ${seen.planTrouble}`);
  }
  if (plan.blocked) {
    return not(plan.checks.find((check) => check.level === 'block')?.reason ?? 'A check blocks it.');
  }
  if (plan.confirm === 'name' && typed !== plan.cluster) return not(null);
  return { label, ready: true, why: null };
}
