import type { Plan } from '@/lib/contract/operations';
import {
  fieldsOfTarget,
  type RestoreStart,
  type TargetFields,
  targetOfFields,
} from '@/lib/domain/restore-words';
import type { OffsetAt } from '@/lib/domain/typed-moment';

/** What stands in the dialog, as it was typed. Empty and null: left to the plan. */
export interface RestoreForm {
  readonly target: TargetFields;
  readonly timeline: string;
  readonly set: string;
  readonly repository: string;
  readonly member: string | null;
  readonly backup: boolean;
  readonly undoes: string | null;
}

export function formOf(start: RestoreStart, nowMs: number, offsetAt: OffsetAt): RestoreForm {
  return {
    target: fieldsOfTarget(start.target, nowMs, offsetAt),
    timeline: start.timeline === null ? '' : String(start.timeline),
    set: start.set ?? '',
    repository: start.repository === null ? '' : String(start.repository),
    member: start.member,
    backup: true,
    undoes: start.undoes,
  };
}

export interface FormInput {
  /** What the plan is asked for and what is started; null while something typed cannot be understood. */
  readonly input: Readonly<Record<string, unknown>> | null;
  readonly problem: string | null;
}

/** `member` stands in until one is chosen: the plan judges them all, whichever it is asked for. */
export function inputOfForm(form: RestoreForm, member: string | null, offsetAt: OffsetAt): FormInput {
  const target = targetOfFields(form.target, offsetAt);
  if (target.problem !== null) return { input: null, problem: target.problem };
  const timelineText = form.timeline.trim();
  if (!isTimeline(timelineText)) return { input: null, problem: timelineProblem };
  const onto = form.member ?? member;
  if (onto === null) return { input: null, problem: 'No member is known that could be restored onto.' };
  return {
    input: {
      target: target.value,
      timeline: timelineText === '' ? null : Number(timelineText),
      set: form.set === '' ? null : form.set,
      repository: form.repository === '' ? null : Number(form.repository),
      member: onto,
      backup: form.backup,
      undoes: form.undoes,
    },
    problem: null,
  };
}

export const timelineProblem = 'Give the number of a timeline, from 1 on, or leave it empty.';

/** Empty, or a number from 1 on. */
export function isTimeline(text: string): boolean {
  return /^(?:[1-9]\d{0,8})?$/.test(text.trim());
}

/** The member that is chosen when the first plan comes: the best that is possible. Null when none is. */
export function bestMember(plan: Plan | null): string | null {
  const possible = (plan?.options?.choices ?? []).filter(({ verdict }) => verdict !== 'blocked');
  return (possible.find(({ best }) => best) ?? possible[0])?.value ?? null;
}

/**
 * What the API says is wrong with one field of a refused request; `field` as the request has it, such as
 * `input.target`. Null when nothing is.
 */
export function fieldProblem(details: unknown, field: string): string | null {
  if (typeof details !== 'object' || details === null || !('fields' in details)) return null;
  if (!Array.isArray(details.fields)) return null;
  for (const each of details.fields as unknown[]) {
    if (typeof each !== 'object' || each === null || !('field' in each) || !('problem' in each)) continue;
    const { field: name, problem } = each;
    if (typeof name !== 'string' || typeof problem !== 'string') continue;
    if (name === field || name.startsWith(`${field}.`))
      return `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`;
  }
  return null;
}
