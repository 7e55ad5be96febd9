import type { Check, Plan, PlanOption } from '@/lib/contract/operations';
import { shortClock } from './chosen-moment';
import { planLifeMs, type StartState } from './plan-start';

export interface SwitchoverChoice {
  /** Null: Patroni chooses. Undefined: nothing could be chosen yet. */
  readonly candidate: string | null | undefined;
  /** Null: now. */
  readonly at: string | null;
}

/** What is chosen when the dialog opens: the best that is possible; undefined when nothing is. */
export function firstChoice(choices: readonly PlanOption[]): string | null | undefined {
  const possible = choices.filter((choice) => choice.verdict !== 'blocked');
  const chosen =
    possible.find((choice) => choice.best) ?? possible.find((choice) => choice.value !== null) ?? possible[0];
  return chosen?.value;
}

/**
 * The choices in the order in which they were first shown: a row that moved under the pointer would be pressed by
 * mistake. Who was not there then comes last but for Patroni's own choice.
 */
export function inShownOrder(
  choices: readonly PlanOption[],
  shown: readonly (string | null)[],
): readonly PlanOption[] {
  const rank = ({ value }: PlanOption) => {
    const known = shown.indexOf(value);
    if (value === null) return shown.length + 1;
    return known === -1 ? shown.length : known;
  };
  return [...choices].sort((one, other) => rank(one) - rank(other));
}

/** The input that the plan is asked for, and that is started when the button is pressed. */
export function switchoverInput(choice: SwitchoverChoice, leader: string | null): Record<string, unknown> {
  return {
    candidate: choice.candidate ?? null,
    ...(leader === null ? {} : { leader }),
    ...(choice.at === null ? {} : { at: choice.at }),
  };
}

/** What the cluster itself warns of or blocks by; what is said of the chosen candidate already stands beside it. */
export function clusterChecks(plan: Plan, chosen: string | null | undefined): Check[] {
  const said = plan.options?.choices.find((choice) => choice.value === chosen)?.checks ?? [];
  return plan.checks.filter(
    (check) =>
      check.level !== 'pass' && !said.some((each) => each.id === check.id && each.reason === check.reason),
  );
}

/** What the confirming button says, and whether it may be pressed. */
export function startState(
  plan: Plan | null,
  choice: SwitchoverChoice,
  seen: { readonly now: Date; readonly planAgeMs: number; readonly planTrouble: string | null },
): StartState {
  const label = labelOf(plan, choice, seen.now);
  const not = (why: string | null): StartState => ({ label, ready: false, why });

  if (plan === null) return not(seen.planTrouble);
  const option = plan.options?.choices.find((each) => each.value === choice.candidate);
  if (choice.candidate === undefined) return not(blockReason(plan) ?? 'No member can take over now.');
  if (option === undefined) return not(`${choice.candidate ?? 'Patroni'} is no longer a candidate.`);
  if (option.verdict === 'blocked') return not(`${option.label}: ${optionReason(option)}`);
  if (seen.planAgeMs > planLifeMs) {
    return not(seen.planTrouble === null ? null : `The checks could not be refreshed: ${seen.planTrouble}`);
  }
  if (!isPlanFor(plan, choice)) return not(null);
  if (choice.at !== null && Date.parse(choice.at) <= seen.now.getTime()) return not('That time has passed.');
  if (plan.blocked) return not(blockReason(plan) ?? 'A check blocks it.');
  return { label, ready: true, why: null };
}

function labelOf(plan: Plan | null, choice: SwitchoverChoice, now: Date): string {
  const to = typeof choice.candidate === 'string' ? ` to ${choice.candidate}` : '';
  if (choice.at !== null) return `Schedule a switchover${to} at ${shortClock(choice.at, now)}`;
  return plan !== null && isPlanFor(plan, choice) ? plan.confirmLabel : `Switch over${to}`;
}

function isPlanFor(plan: Plan, choice: SwitchoverChoice): boolean {
  const plannedAt = typeof plan.input.at === 'string' ? Date.parse(plan.input.at) : null;
  const chosenAt = choice.at === null ? null : Date.parse(choice.at);
  return (plan.input.candidate ?? null) === (choice.candidate ?? null) && plannedAt === chosenAt;
}

function blockReason(plan: Plan): string | null {
  return plan.checks.find((check) => check.level === 'block')?.reason ?? null;
}

function optionReason(option: PlanOption): string {
  return option.checks.find((check) => check.level === 'block')?.reason ?? 'not possible';
}
