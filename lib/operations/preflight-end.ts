import type { Check } from '@/lib/contract/operations';
import type { KindPlan, StepEnd } from './kind';

/** What blocks, in sentences. */
export function blockingText(checks: readonly Check[]): string {
  return checks
    .filter((check) => check.level === 'block')
    .map((check) => `${check.title}: ${check.reason}`)
    .join(' ');
}

/** How the first step of every operation ends. */
export function preflightEnd({ checks, blocked }: KindPlan): StepEnd {
  if (blocked) return { end: 'failed', message: `Nothing was changed: ${blockingText(checks)}` };
  const warnings = checks.filter((check) => check.level === 'warn');
  const passed = `${checks.length - warnings.length} checks pass`;
  const message =
    warnings.length === 0 ? passed : `${passed}; ${warnings.map((check) => check.title).join('; ')}`;
  return { end: 'done', message };
}
