import type { StartState } from '@/components/operations/plan-start';
import { isTimeline, type RestoreForm, timelineProblem } from '@/components/restore/restore-form';
import type { SeenPlan } from '@/components/restore/restore-start-state';
import { targetOfFields } from '@/lib/domain/restore-words';
import type { OffsetAt } from '@/lib/domain/typed-moment';

/** Its checks ask the host and the repository. */
export const restoreTestPace = { refreshMs: 5000, timeoutMs: 45_000 } as const;
const planLifeMs = 30_000;

export interface TestFormInput {
  readonly input: Readonly<Record<string, unknown>> | null;
  readonly problem: string | null;
}

/** What a restore test is asked for: a restore's choice, without a member to restore onto. */
export function testInputOfForm(form: RestoreForm, offsetAt: OffsetAt): TestFormInput {
  const target = targetOfFields(form.target, offsetAt);
  if (target.problem !== null) return { input: null, problem: target.problem };
  const timeline = form.timeline.trim();
  if (!isTimeline(timeline)) return { input: null, problem: timelineProblem };
  return {
    input: {
      target: target.value,
      timeline: timeline === '' ? null : Number(timeline),
      set: form.set === '' ? null : form.set,
      repository: form.repository === '' ? null : Number(form.repository),
    },
    problem: null,
  };
}

/** What the button says, and whether it may be pressed: on a fresh plan for just this input alone. */
export function restoreTestStartState(
  { plan, current, ageMs, trouble }: SeenPlan,
  formProblem: string | null,
): StartState {
  const label = plan?.confirmLabel ?? 'Test this restore';
  const not = (why: string | null): StartState => ({ label, ready: false, why });
  if (formProblem !== null) return not(formProblem);
  if (plan === null || !current) return not(trouble);
  if (ageMs > planLifeMs) {
    return not(trouble === null ? null : `The checks could not be refreshed: ${trouble}`);
  }
  if (plan.blocked) {
    return not(plan.checks.find((check) => check.level === 'block')?.reason ?? 'A check blocks it.');
  }
  return { label, ready: true, why: null };
}
