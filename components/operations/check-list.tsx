import { Check as CheckIcon, OctagonX, TriangleAlert } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';
import type { Check } from '@/lib/contract/operations';
import { WithMoments } from './with-moments';

const looks = {
  pass: { Icon: CheckIcon, icon: 'text-ok', word: 'passed' },
  warn: { Icon: TriangleAlert, icon: 'text-warn', word: 'warning' },
  block: { Icon: OctagonX, icon: 'text-bad', word: 'blocks' },
} as const;

const gravity = { block: 0, warn: 1, pass: 2 } as const;

/** What blocks first, then what warns, then what passed; otherwise as they came. */
export function byGravity(checks: readonly Check[]): readonly Check[] {
  return [...checks].sort((one, other) => gravity[one.level] - gravity[other.level]);
}

function CheckMark({ level, size }: { level: Check['level']; size: number }) {
  const { Icon, icon, word } = looks[level];
  return (
    <>
      <Icon aria-hidden size={size} strokeWidth={1.75} className={classNames('shrink-0', icon)} />
      <span className="sr-only">{word}: </span>
    </>
  );
}

/** Checks side by side, short where they passed; for one candidate of several. */
export function CheckChips({ id, checks }: { id?: string; checks: readonly Check[] }) {
  return (
    <ul id={id} className="flex flex-wrap gap-x-3.5 gap-y-1 text-sm">
      {checks.map((check) => (
        <li key={check.id} className="flex items-start gap-1.5">
          <span className="flex h-[18px] items-center">
            <CheckMark level={check.level} size={14} />
          </span>
          {check.level === 'pass' ? (
            <span className="text-second">{shortText(check)}</span>
          ) : (
            <span className="text-second">
              <span className="text-ink">{check.title}</span>: <WithMoments text={check.reason} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Where the figure or the names count also when it passed; elsewhere the title says enough. */
const tellingReasons: readonly string[] = ['lag', 'candidates'];

function shortText({ id, title, reason }: Check): string {
  return tellingReasons.includes(id) ? reason.replace(/\.$/, '') : title;
}

/** Checks below each other: what was looked at, and what was found. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {byGravity(checks).map((check) => (
        <li key={check.id} className="flex gap-2.5">
          <span className="flex h-5 items-center">
            <CheckMark level={check.level} size={16} />
          </span>
          <p className="min-w-0">
            <span className="font-medium">{check.title}</span>
            <span className="block text-sm text-second">
              <WithMoments text={check.reason} />
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}

/** What blocks or warns with its reason; what passed in short. */
export function CheckSummary({ checks }: { checks: readonly Check[] }) {
  const notable = checks.filter((check) => check.level !== 'pass');
  const passed = checks.filter((check) => check.level === 'pass');
  return (
    <div className="flex flex-col gap-3">
      {notable.length > 0 && <CheckList checks={notable} />}
      {passed.length > 0 && <CheckChips checks={passed} />}
    </div>
  );
}
