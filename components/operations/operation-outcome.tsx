import type { ReactNode } from 'react';
import { BackupLink } from '@/components/backups/backup-link';
import { Command } from '@/components/ui/command';
import { StatusIcon } from '@/components/ui/status-mark';
import { Moment } from '@/components/ui/time';
import type { Operation, OperationResult } from '@/lib/contract/operations';
import {
  formatBytes,
  formatBytesExact,
  formatDurationExact,
  formatDurationMs,
  formatRate,
  formatRateExact,
} from '@/lib/domain/format';
import { factName, orderedFacts, statusWord } from '@/lib/domain/operation-words';
import { WithMoments } from './with-moments';

const headings: Partial<Record<Operation['status'], string>> = {
  succeeded: 'Done',
  failed: 'Failed',
  unknown: 'Howdah does not know how this ended',
  cancelled: 'Cancelled',
};

const edges = {
  ok: 'border-l-ok',
  warn: 'border-l-warn',
  bad: 'border-l-bad',
  unknown: 'border-l-third',
  working: 'border-l-accent',
  quiet: 'border-l-third',
} as const;

/** How an operation ended: what the cluster said at its end, in large letters, with what was measured. */
export function OperationOutcome({
  operation,
  children,
}: {
  operation: Operation;
  /** What can be done from here. */
  children?: ReactNode;
}) {
  const heading = headings[operation.status];
  if (heading === undefined) return null;
  const { tone } = statusWord(operation.status);
  const text = operation.error ?? operation.result?.summary ?? operation.summary;
  const plain = operation.result?.summary ?? operation.summary;
  return (
    <section
      aria-label="Outcome"
      data-outcome={operation.status}
      className={`rounded-lg border border-line border-l-[3px] bg-panel px-4 py-3.5 ${edges[tone]}`}
    >
      <div className="flex gap-3">
        <StatusIcon tone={tone === 'quiet' ? 'unknown' : tone} size={20} className="mt-0.5" />
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-semibold">
            <WithMoments text={operation.status === 'succeeded' ? (plain ?? heading) : heading} />
          </h2>
          {operation.status !== 'succeeded' && text !== null && (
            <p className="text-second">
              <WithMoments text={text} />
            </p>
          )}
          {operation.status !== 'succeeded' &&
            operation.error !== null &&
            plain !== null &&
            plain !== text && (
              <p className="text-second">
                <WithMoments text={plain} />
              </p>
            )}
          {operation.result !== null && <Facts cluster={operation.cluster} facts={operation.result.facts} />}
          {children}
        </div>
      </div>
    </section>
  );
}

/** What an operation keeps for the next one, not for people to read. */
const untold: readonly string[] = ['undoAvailable', 'undoes'];

function Facts({ cluster, facts }: { cluster: string; facts: OperationResult['facts'] }) {
  const entries = orderedFacts(facts).filter(([name, value]) => value !== null && !untold.includes(name));
  if (entries.length === 0) return null;
  return (
    <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-3">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt className="text-sm text-second">{factName(name).label}</dt>
          <dd className="text-lg font-medium">
            {name === 'label' && typeof value === 'string' ? (
              <BackupLink cluster={cluster} label={value} repository={null} />
            ) : (
              <FactValue name={name} value={value} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FactValue({ name, value }: { name: string; value: OperationResult['facts'][string] }) {
  const { unit } = factName(name);
  if (typeof value === 'number' && unit === 'ms') {
    return <span title={formatDurationExact(value)}>{formatDurationMs(value)}</span>;
  }
  if (typeof value === 'number' && unit === 'seconds') return <span>{formatDurationMs(value * 1000)}</span>;
  if (typeof value === 'number' && unit === 'bytes') {
    return <span title={formatBytesExact(value)}>{formatBytes(value)}</span>;
  }
  if (typeof value === 'number' && unit === 'rate') {
    return <span title={formatRateExact(value)}>{formatRate(value)}</span>;
  }
  if (typeof value === 'string' && unit === 'moment') return <Moment at={value} />;
  if (typeof value === 'boolean') return <span>{value ? 'yes' : 'no'}</span>;
  if (typeof value === 'string') return <WithMoments text={value} />;
  return <span>{value}</span>;
}

/** Where things stand and what a person must do next. */
export function NeedsPerson({ needed }: { needed: NonNullable<Operation['needsPerson']> }) {
  return (
    <section
      aria-label="Needs a person"
      className="rounded-lg border border-warn border-l-[3px] bg-warn-soft px-4 py-3.5"
    >
      <div className="flex gap-3">
        <StatusIcon tone="warn" size={20} className="mt-0.5" />
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-semibold">This needs you</h2>
          <p>
            <WithMoments text={needed.message} />
          </p>
          {needed.command !== null && (
            <div className="mt-3">
              <p className="mb-1 text-sm text-second">
                Next{needed.host === null ? '' : `, on ${needed.host}`}:
              </p>
              <Command text={needed.command} />
            </div>
          )}
        </div>
      </div>
    </section>
  );
}
