import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { KeyValue } from '@/components/ui/key-value';

export interface Column<Row> {
  readonly head: string;
  /** What the column is, on hover. */
  readonly title?: string;
  readonly align?: 'end';
  readonly cell: (row: Row) => ReactNode;
}

/** Rows as a table where there is room, as cards where there is none. The first column names the row. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
}: {
  label: string;
  columns: readonly [Column<Row>, ...Column<Row>[]];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}) {
  const [first, ...others] = columns;
  return (
    <>
      <div className="hidden overflow-x-auto md:block">
        <table className="w-full" aria-label={label}>
          <thead>
            <tr className="border-line border-b text-sm text-second">
              {columns.map((column) => (
                <th
                  key={column.head}
                  scope="col"
                  title={column.title}
                  className={classNames(
                    'whitespace-nowrap px-3 py-2 font-medium first:pl-4 last:pr-4',
                    column.align === 'end' ? 'text-right' : 'text-left',
                  )}
                >
                  {column.head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={rowKey(row)} className="border-line border-t first:border-t-0">
                <th scope="row" className="px-4 py-2.5 pr-3 text-left font-normal">
                  {first.cell(row)}
                </th>
                {others.map((column) => (
                  <td
                    key={column.head}
                    className={classNames(
                      'px-3 py-2.5 last:pr-4',
                      column.align === 'end' ? 'text-right' : 'text-left',
                    )}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul aria-label={label} className="md:hidden">
        {rows.map((row) => (
          <li key={rowKey(row)} className="border-line border-t px-4 py-3">
            <div className="mb-1.5">{first.cell(row)}</div>
            <KeyValue rows={others.map((column) => ({ key: column.head, value: column.cell(row) }))} />
          </li>
        ))}
      </ul>
    </>
  );
}
