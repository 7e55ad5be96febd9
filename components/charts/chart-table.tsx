'use client';

import { hasFigure, type TimeSeries, type WhyEmpty } from './chart-rows';
import { momentTexts } from './chart-time';
import { type UnitName, units } from './chart-unit';
import { type TableRow, tableRows } from './table-rows';

/** A chart's figures as a table, newest first. */
export function ChartTable({
  caption,
  data,
  unit,
  whyEmpty,
}: {
  caption: string;
  data: TimeSeries;
  unit: UnitName;
  whyEmpty: WhyEmpty;
}) {
  const rows = tableRows(data);
  if (rows.length === 0) return <p className="py-2 text-second">Nothing is known of this time.</p>;
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">{caption}, newest first; each row has the highest of its span</caption>
        <thead>
          <tr className="text-second">
            <th scope="col" className="py-1.5 pr-4 text-left font-medium">
              Time
            </th>
            {data.series.map(({ name }) => (
              <th key={name} scope="col" className="py-1.5 pl-4 text-right font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.fromMs} ${row.atMs}`} row={row} data={data} unit={unit} whyEmpty={whyEmpty} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  row,
  data,
  unit,
  whyEmpty,
}: {
  row: TableRow;
  data: TimeSeries;
  unit: UnitName;
  whyEmpty: WhyEmpty;
}) {
  const { local, utc } = momentTexts(row.fromMs, row.untilMs);
  const known = hasFigure(row);
  return (
    <tr className="border-line border-t">
      <th scope="row" title={utc} className="py-1 pr-4 text-left font-normal whitespace-nowrap">
        {local}
        {row.withGaps && <span className="text-third"> · with gaps</span>}
      </th>
      {data.series.map(({ name }, index) => {
        const value = row.values[index] ?? null;
        return (
          <td
            key={name}
            title={value === null ? undefined : units[unit].exact(value)}
            className="py-1 pl-4 text-right"
          >
            {value === null ? (
              <span className="text-third">{(known ? whyEmpty(name, row.atMs) : null) ?? 'not known'}</span>
            ) : (
              units[unit].text(value)
            )}
          </td>
        );
      })}
    </tr>
  );
}
