import { Panel } from '@/components/ui/panel';
import type { RestoreTestReport } from '@/lib/contract/restore-tests';
import { checkWord } from '@/lib/domain/restore-tests/test-words';
import { Duration } from './restore-test-table';
import { WordMark } from './word-mark';

/** What was looked at in the restored data, and what was found. */
export function RestoreTestChecks({ report: { checks } }: { report: RestoreTestReport }) {
  return (
    <Panel title="Checks" count={checks.length}>
      {checks.length === 0 ? (
        <p className="text-second">It did not come so far.</p>
      ) : (
        <ul className="flex flex-col">
          {checks.map((check) => (
            <li
              key={`${check.kind} ${check.name}`}
              className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-line border-t py-2 first:border-t-0"
            >
              <span className="min-w-0 flex-1 basis-52">
                <span className="font-medium">{check.name}</span>
                <span className="block break-words text-second text-sm">{check.detail}</span>
              </span>
              <WordMark {...checkWord(check.outcome)} />
              <span className="w-16 text-right text-second">
                <Duration ms={check.durationMs} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
