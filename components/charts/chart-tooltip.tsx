import { type ChartRow, hasFigure, type WhyEmpty } from './chart-rows';
import { momentTexts } from './chart-time';
import { type UnitName, units } from './chart-unit';
import { LineSwatch } from './line-swatch';
import type { ChartLine } from './time-chart';

/** The exact figures of one moment, the greatest first. */
export function ChartTooltip({
  active,
  row,
  lines,
  unit,
  whyEmpty,
}: {
  active: boolean;
  row: ChartRow | null;
  lines: readonly ChartLine[];
  unit: UnitName;
  whyEmpty: WhyEmpty;
}) {
  if (!active || row === null) return null;
  const { local, utc } = momentTexts(row.fromMs, row.untilMs);
  const { text, exact } = units[unit];
  const known = hasFigure(row);
  const figures = lines
    .map((line) => ({ line, value: row.values[line.index] ?? null }))
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
  return (
    <div className="rounded-md border border-line-strong bg-panel px-3 py-2 text-sm text-ink">
      <p className="font-medium">{local}</p>
      <p className="mb-1.5 text-third">{utc}</p>
      <table>
        <tbody>
          {figures.map(({ line, value }) => (
            <tr key={line.name}>
              <th scope="row" className="pr-4 text-left font-normal">
                <span className="inline-flex items-center gap-2">
                  <LineSwatch color={line.color} dash={line.dash} />
                  {line.name}
                </span>
              </th>
              <td className="pr-3 text-right font-medium">
                {value === null
                  ? ((known ? whyEmpty(line.name, row.atMs) : null) ?? 'not known')
                  : text(value)}
              </td>
              <td className="text-right text-third">{value === null ? '' : exact(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {known && row.untilMs > row.fromMs && <p className="mt-1 text-third">The highest of this span.</p>}
    </div>
  );
}
