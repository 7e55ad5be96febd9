import Link from 'next/link';
import { Notice } from '@/components/ui/notice';
import type { ApiError } from '@/lib/browser/api';
import type { Check } from '@/lib/contract/operations';
import { CheckList } from './check-list';
import { operationsPath } from './operation-paths';

const titles: Partial<Record<ApiError['code'], string>> = {
  operation_running: 'Another operation runs',
  not_possible_now: 'Not possible now',
  blocked: 'A check blocks it',
  unreachable: 'It is not known whether it started',
  malformed: 'It is not known whether it started',
};

/** Why a change was not started, in the server's own words. */
export function Refusal({ cluster, error }: { cluster: string; error: ApiError }) {
  const checks = blockingChecks(error.details);
  const unsure = error.code === 'unreachable' || error.code === 'malformed';
  return (
    <div role="alert">
      <Notice tone={unsure ? 'unknown' : 'bad'} title={titles[error.code] ?? 'It was not started'}>
        <p>{error.message}</p>
        {checks.length > 0 && (
          <div className="mt-2 text-ink">
            <CheckList checks={checks} />
          </div>
        )}
        {(unsure || error.code === 'operation_running') && (
          <p className="mt-1">
            <Link href={operationsPath(cluster)} className="font-medium text-accent">
              Show the operations
            </Link>
          </p>
        )}
        {error.requestId !== null && error.code === 'internal' && (
          <p className="mt-1">
            Request <code>{error.requestId}</code>
          </p>
        )}
      </Notice>
    </div>
  );
}

function blockingChecks(details: unknown): Check[] {
  const list =
    typeof details === 'object' && details !== null && 'checks' in details ? details.checks : details;
  if (!Array.isArray(list)) return [];
  return list.filter(isCheck).filter((check) => check.level === 'block');
}

function isCheck(value: unknown): value is Check {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'level' in value &&
    'title' in value &&
    'reason' in value &&
    (value.level === 'pass' || value.level === 'warn' || value.level === 'block')
  );
}
