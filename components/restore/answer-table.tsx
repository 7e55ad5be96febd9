import { CopyButton } from '@/components/ui/copy-text';
import { Notice } from '@/components/ui/notice';
import type { LookAnswer, LookQuery } from '@/lib/contract/operations';
import { formatCount, formatDurationExact, formatDurationMs } from '@/lib/domain/format';

/** What PostgreSQL answered, with what it was asked: the box above may hold the next question already. */
export function AnswerTable({ answer, asked }: { answer: LookAnswer; asked: LookQuery }) {
  if (answer.error !== null) {
    return (
      <div role="alert">
        <Notice tone="warn" title="No answer to this">
          <p className="whitespace-pre-wrap break-words">{withoutPlace(answer.error)}</p>
          <Asked asked={asked} durationMs={answer.durationMs} />
        </Notice>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-1.5">
      <p role="status" className="text-second">
        {rowsText(answer)}{' '}
        <span title={formatDurationExact(answer.durationMs)}>in {formatDurationMs(answer.durationMs)}</span>
        {answer.truncated && <b className="font-medium text-warn"> More are there; these are the first.</b>}
      </p>
      {answer.columns.length > 0 && (
        <section
          aria-label="Answer"
          className="max-h-96 overflow-auto rounded-lg border border-line"
          data-truncated={answer.truncated}
        >
          <table className="w-full border-collapse text-left">
            {/* The button is also what the keyboard scrolls this by. */}
            <caption className="px-3 py-1 text-left text-sm text-second">
              <span className="inline-flex items-center gap-1">
                Answer of {asked.database}
                <CopyButton text={tabSeparated(answer)} what="Copy the answer" />
              </span>
            </caption>
            <thead>
              <tr>
                {placed(answer.columns).map(({ value, place }) => (
                  <th
                    key={place}
                    scope="col"
                    className="sticky top-0 whitespace-nowrap border-line border-b bg-sunk px-3 py-1.5 font-medium text-second"
                  >
                    {value}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {placed(answer.rows).map(({ value: row, place: rowPlace }) => (
                <tr key={rowPlace} className="border-line not-last:border-b">
                  {placed(row).map(({ value, place }) => (
                    <td
                      key={place}
                      className="mono max-w-96 whitespace-pre-wrap break-words px-3 py-1 align-top"
                    >
                      {value ?? <i className="text-third">null</i>}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Asked asked={asked} durationMs={null} />
    </div>
  );
}

function Asked({ asked, durationMs }: { asked: LookQuery; durationMs: number | null }) {
  return (
    <p className="text-sm text-third">
      {asked.database}: <code className="break-words">{shortened(asked.sql)}</code>
      {durationMs !== null && <> · {formatDurationMs(durationMs)}</>}
    </p>
  );
}

function shortened(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

/** PostgreSQL points at a place by its column, which means nothing here: the statement stands below. */
function withoutPlace(error: string): string {
  return error.replace(/\s+LINE \d+: [^^]*\^\s*/, ' ').trim();
}

/** As PostgreSQL's COPY writes it, with the names of the columns first. */
function tabSeparated({ columns, rows }: LookAnswer): string {
  return [columns, ...rows.map((row) => row.map((value) => value ?? '\\N'))]
    .map((row) => row.join('\t'))
    .join('\n');
}

function rowsText({ rows }: LookAnswer): string {
  if (rows.length === 0) return 'No rows';
  return rows.length === 1 ? 'One row' : `${formatCount(rows.length)} rows`;
}

/** An answer has no keys: two columns may have one name, two rows all values alike. */
function placed<Value>(values: readonly Value[]): { value: Value; place: number }[] {
  return values.map((value, place) => ({ value, place }));
}
