import type { ReactNode } from 'react';

export interface KeyValueRow {
  readonly key: string;
  readonly value: ReactNode;
}

/** Names and values in two columns. */
export function KeyValue({ rows, className }: { rows: readonly KeyValueRow[]; className?: string }) {
  return (
    <dl className={className ?? 'grid grid-cols-[minmax(96px,auto)_1fr] gap-x-6 gap-y-1.5'}>
      {rows.map((row) => (
        <div key={row.key} className="contents">
          <dt className="text-second">{row.key}</dt>
          <dd className="min-w-0 break-words">{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
