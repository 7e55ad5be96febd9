import type { StartState } from '@/components/operations/plan-start';
import type { SeenPlan } from '@/components/restore/restore-start-state';
import type { DrillEvent } from '@/lib/contract/drills';
import type { Snapshot } from '@/lib/contract/snapshot';

/** What stands in the fields; numbers as they were typed. */
export interface DrillForm {
  readonly event: DrillEvent;
  /** Empty: left to Patroni, or the leader. */
  readonly member: string;
  readonly writers: string;
  readonly readers: string;
  readonly writesPerSecond: string;
  readonly readsPerSecond: string;
  readonly durationSeconds: string;
  /** Empty: the first. */
  readonly proxy: string;
}

export const numberFields = [
  'writers',
  'readers',
  'writesPerSecond',
  'readsPerSecond',
  'durationSeconds',
] as const;
export type NumberField = (typeof numberFields)[number];

export const firstForm: DrillForm = {
  event: 'switchover',
  member: '',
  writers: '2',
  readers: '2',
  writesPerSecond: '50',
  readsPerSecond: '50',
  durationSeconds: '30',
  proxy: '',
};

export const drillPace = { refreshMs: 3000, timeoutMs: 20_000 } as const;
const planLifeMs = 15_000;

export const numberProblem = 'This must be a number.';

export function isNumber(typed: string): boolean {
  return typed.trim() !== '' && Number.isFinite(Number(typed.trim()));
}

/** Whom the event may be about; `none` says what an empty choice means. Null: the event is about nobody in particular. */
export function memberChoice(
  event: DrillEvent,
  { leader, members }: Pick<Snapshot, 'leader' | 'members'>,
): { readonly label: string; readonly none: string | null; readonly members: readonly string[] } | null {
  const names: string[] = members.map(({ name }) => name);
  const replicas = names.filter((name) => name !== leader);
  if (event === 'switchover') return { label: 'To', none: 'the best, as Patroni chooses', members: replicas };
  if (event === 'stop_replica') return { label: 'Which', none: null, members: replicas };
  if (event === 'restart')
    return { label: 'Whose PostgreSQL', none: 'the leader’s, whoever leads', members: names };
  return null;
}

/** The input of the kind `drill`; `input` is null while a field holds no number at all. Limits are the server's to judge. */
export function inputOfForm(form: DrillForm): {
  readonly input: Readonly<Record<string, unknown>> | null;
  readonly problem: string | null;
} {
  if (numberFields.some((field) => !isNumber(form[field]))) {
    return { input: null, problem: 'A field holds no number.' };
  }
  return {
    input: {
      event: form.event,
      member: form.member === '' ? null : form.member,
      ...Object.fromEntries(numberFields.map((field) => [field, Number(form[field].trim())])),
      proxy: form.proxy === '' ? null : form.proxy,
    },
    problem: null,
  };
}

/** What the button says, and whether it may be pressed: on a fresh plan for just this input, with the name where it is wanted. */
export function drillStartState(
  { plan, current, ageMs, trouble }: SeenPlan,
  formProblem: string | null,
  typed: string,
): StartState {
  const label = plan?.confirmLabel ?? 'Run this drill';
  const not = (why: string | null): StartState => ({ label, ready: false, why });
  if (formProblem !== null) return not(formProblem);
  if (plan === null || !current) return not(trouble);
  if (ageMs > planLifeMs) {
    return not(trouble === null ? null : `The checks could not be refreshed: ${trouble}`);
  }
  if (plan.blocked) {
    return not(plan.checks.find((check) => check.level === 'block')?.reason ?? 'A check blocks it.');
  }
  if (plan.confirm === 'name' && typed !== plan.cluster) return not(null);
  return { label, ready: true, why: null };
}
