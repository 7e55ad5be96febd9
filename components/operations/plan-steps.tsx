import type { PlanStep } from '@/lib/contract/operations';
import { WithMoments } from './with-moments';

/** What will be done, step by step; folded away until someone wants to know. */
export function PlanSteps({ steps }: { steps: readonly PlanStep[] }) {
  if (steps.length === 0) return null;
  return (
    <details>
      <summary className="w-fit cursor-pointer text-sm text-second hover:text-ink">
        What it does, in {steps.length === 1 ? 'one step' : `${steps.length} steps`}
      </summary>
      <ol className="mt-2 flex list-decimal flex-col gap-1.5 pl-5 marker:text-third">
        {steps.map((step) => (
          <li key={step.id} className="pl-1">
            <span className="font-medium">{step.title}</span>
            {step.detail !== '' && (
              <span className="block text-sm text-second">
                <WithMoments text={step.detail} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}
