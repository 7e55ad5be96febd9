import { planLifeMs, type StartState } from '@/components/operations/plan-start';
import type { BackupInput, Plan } from '@/lib/contract/operations';

export type BackupTypeChoice = BackupInput['type'];

export const typeSegments = [
  { value: 'full', label: 'Full' },
  { value: 'diff', label: 'Differential' },
  { value: 'incr', label: 'Incremental' },
] as const satisfies readonly { value: BackupTypeChoice; label: string }[];

const labels: Readonly<Record<BackupTypeChoice, string>> = {
  full: 'Take a full backup',
  diff: 'Take a differential backup',
  incr: 'Take an incremental backup',
};

/** What the button says, and whether it may be pressed: only on fresh checks of exactly what is chosen. */
export function backupStartState(
  plan: Plan | null,
  type: BackupTypeChoice,
  seen: { readonly isCurrent: boolean; readonly planAgeMs: number; readonly planTrouble: string | null },
): StartState {
  const label = labels[type];
  const not = (why: string | null): StartState => ({ label, ready: false, why });
  if (plan === null) return not(seen.planTrouble);
  if (!seen.isCurrent) return not(seen.planTrouble);
  if (seen.planAgeMs > planLifeMs) {
    return not(seen.planTrouble === null ? null : `The checks could not be refreshed: ${seen.planTrouble}`);
  }
  if (plan.blocked) {
    const blocking = plan.checks.find((check) => check.level === 'block');
    return not(blocking === undefined ? 'A check blocks it.' : `${blocking.title}. ${blocking.reason}`);
  }
  return { label, ready: true, why: null };
}
