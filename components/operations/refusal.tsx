'use client';

import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { Notice } from '@/components/ui/notice';
import { Moment } from '@/components/ui/time';
import type { ApiError } from '@/lib/browser/api';
import type { Check } from '@/lib/contract/operations';
import { CheckList } from './check-list';
import { operationsPath } from './operation-paths';
import { WithMoments } from './with-moments';

const titles: Partial<Record<ApiError['code'], string>> = {
  operation_running: 'Not started: another operation ran',
  not_possible_now: 'Not started: it was not possible',
  blocked: 'Not started: a check blocked it',
  unreachable: 'It is not known whether it started',
  malformed: 'It is not known whether it started',
};

/** Why a change was not started when it was asked for, in the server's own words. */
export function Refusal({ cluster, error, askedAt }: { cluster: string; error: ApiError; askedAt: string }) {
  const checks = blockingChecks(error.details);
  const unsure = error.code === 'unreachable' || error.code === 'malformed';
  const box = useRef<HTMLDivElement>(null);
  // A second refusal has another moment and is brought into sight again.
  useEffect(() => {
    if (askedAt !== '') box.current?.scrollIntoView({ block: 'nearest' });
  }, [askedAt]);
  return (
    <div role="alert" ref={box} className="scroll-my-3">
      <Notice
        tone={unsure ? 'unknown' : 'bad'}
        title={titles[error.code] ?? 'Not started'}
        actions={<Moment at={askedAt} className="text-sm text-third" />}
      >
        <p>
          <WithMoments text={error.message} />
        </p>
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
