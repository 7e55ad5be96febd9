import { useId } from 'react';
import { classNames } from '@/components/ui/class-names';
import type { Check, PlanOption } from '@/lib/contract/operations';
import { byGravity, CheckChips } from './check-list';
import { VerdictMark } from './operation-mark';

/** Who could lead, best first: one to choose, each with what speaks for and against it. */
export function CandidateList({
  legend = 'Who leads next',
  bestWord = 'best candidate',
  choices,
  chosen,
  onChoose,
}: {
  legend?: string;
  bestWord?: string;
  choices: readonly PlanOption[];
  chosen: string | null | undefined;
  onChoose: (value: string | null) => void;
}) {
  const groupName = useId();
  return (
    <fieldset className="min-w-0 border-line border-t">
      <legend className="sr-only">{legend}</legend>
      {choices.map((choice) => (
        <Candidate
          key={choice.value ?? ''}
          groupName={groupName}
          bestWord={bestWord}
          choice={choice}
          checked={choice.value === chosen}
          onChoose={() => onChoose(choice.value)}
        />
      ))}
    </fieldset>
  );
}

function Candidate({
  groupName,
  bestWord,
  choice,
  checked,
  onChoose,
}: {
  groupName: string;
  bestWord: string;
  choice: PlanOption;
  checked: boolean;
  onChoose: () => void;
}) {
  const id = useId();
  const blocked = choice.verdict === 'blocked';
  return (
    <div
      data-candidate={choice.value ?? 'patroni'}
      className={classNames(
        'relative grid grid-cols-[16px_1fr] gap-x-4 border-line border-b px-6 py-3',
        checked ? 'bg-accent-soft' : !blocked && 'hover:bg-sunk',
      )}
    >
      <span className="flex h-5 items-center">
        <input
          id={id}
          type="radio"
          name={groupName}
          checked={checked}
          // One that became impossible after it was chosen stays chosen: the choice is the person's.
          disabled={blocked && !checked}
          onChange={onChoose}
          aria-describedby={`${id}-checks`}
          className={classNames(
            'relative z-10 size-4 shrink-0 appearance-none rounded-full border bg-panel',
            'border-line-strong checked:border-[5px] checked:border-accent disabled:opacity-60',
          )}
        />
      </span>
      <div className="flex min-w-0 flex-col gap-1">
        <label
          htmlFor={id}
          className={classNames(
            // The whole row is the label's.
            'flex flex-wrap items-center justify-between gap-x-3 after:absolute after:inset-0',
            blocked ? 'cursor-not-allowed text-second' : 'cursor-pointer',
          )}
        >
          <span className="relative z-10">
            <b className="font-semibold">{choice.label}</b>
            {choice.best && <span className="text-second"> {bestWord}</span>}
          </span>
          <VerdictMark verdict={choice.verdict} />
        </label>
        <CheckChips
          id={`${id}-checks`}
          checks={blocked ? against(choice.checks) : byGravity(choice.checks)}
        />
      </div>
    </div>
  );
}

/** Of one that is not possible only what speaks against it is told. */
function against(checks: readonly Check[]): readonly Check[] {
  return byGravity(checks).filter((check) => check.level !== 'pass');
}
