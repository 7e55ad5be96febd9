'use client';

import { WithMoments } from '@/components/operations/with-moments';
import { type Column, DataTable } from '@/components/replication/data-table';
import { Figure } from '@/components/ui/figure';
import { Panel } from '@/components/ui/panel';
import { Moment } from '@/components/ui/time';
import { type DrillReport, type DrillRow, type DrillSide, drillPhaseSchema } from '@/lib/contract/drills';
import { msText } from '@/lib/domain/drills/drill-words';
import { formatCount } from '@/lib/domain/format';

type Sides = Pick<DrillReport, 'writes' | 'reads'>;
const sidesOf = ({ writes, reads }: Sides) =>
  [
    { name: 'writes', side: writes },
    { name: 'reads', side: reads },
  ].flatMap(({ name, side }) => (side === null ? [] : [{ name, side }]));

/** Time to the millisecond: what a drill tells is a matter of those. */
export function Exactly({ at }: { at: string }) {
  return (
    <span className="whitespace-nowrap">
      <Moment at={at} />
      <span className="text-third">.{at.slice(20, 23)}</span>
    </span>
  );
}

export function ErrorsPanel({ report }: { report: DrillReport }) {
  const rows = sidesOf(report).flatMap(({ name, side }) =>
    side.errors.map((error) => ({ ...error, name, target: side.target })),
  );
  type Row = (typeof rows)[number];
  const columns: readonly [Column<Row>, ...Column<Row>[]] = [
    { head: 'SQLSTATE', cell: ({ sqlstate }) => <code>{sqlstate ?? 'none'}</code> },
    { head: 'Of', cell: ({ name, target }) => `${name}, ${target}` },
    { head: 'Message', cell: ({ message }) => <span className="break-words">{message}</span> },
    { head: 'Times', align: 'end', cell: ({ count }) => formatCount(count) },
    { head: 'First', cell: ({ firstAt }) => <Exactly at={firstAt} /> },
    { head: 'Last', cell: ({ lastAt }) => <Exactly at={lastAt} /> },
  ];
  return (
    <Panel title="Errors" count={rows.reduce((sum, { count }) => sum + count, 0)} flush={rows.length > 0}>
      {rows.length === 0 ? (
        <p className="text-second">No write and no read failed.</p>
      ) : (
        <DataTable
          label="Errors"
          columns={columns}
          rows={rows}
          rowKey={({ name, sqlstate, message }) => `${name} ${sqlstate} ${message}`}
        />
      )}
    </Panel>
  );
}

const phaseWords = { before: 'before', during: 'during', after: 'after' } as const;

export function LatencyPanel({ report }: { report: DrillReport }) {
  const sides = sidesOf(report);
  // Sorted out by phases when all is over: until then a zero would be no measure.
  if (sides.every(({ side }) => side.whole.count === 0)) {
    return (
      <Panel title="Latency before, during and after">
        <p className="text-second">
          {report.outcome === 'running' ? 'Told when the drill has ended.' : 'It was not told.'}
        </p>
      </Panel>
    );
  }
  const rows = sides.flatMap(({ name, side }) =>
    drillPhaseSchema.options.map((phase) => ({ name, phase, ...side.latency[phase] })),
  );
  type Row = (typeof rows)[number];
  const figure = (ms: number | null) => <Figure text={msText(ms)} />;
  const columns: readonly [Column<Row>, ...Column<Row>[]] = [
    { head: 'Of', cell: ({ name, phase }) => `${name} ${phaseWords[phase]}` },
    { head: 'Answers', align: 'end', cell: ({ count }) => formatCount(count) },
    { head: 'p50', align: 'end', cell: ({ p50Ms }) => figure(p50Ms) },
    { head: 'p99', align: 'end', cell: ({ p99Ms }) => figure(p99Ms) },
    { head: 'Max', align: 'end', cell: ({ maxMs }) => figure(maxMs) },
  ];
  return (
    <Panel title="Latency before, during and after" flush>
      <DataTable
        label="Latency"
        columns={columns}
        rows={rows}
        rowKey={({ name, phase }) => `${name} ${phase}`}
      />
    </Panel>
  );
}

export function AnsweredPanel({ report }: { report: DrillReport }) {
  return (
    <Panel title="Who answered">
      <div className="flex flex-col gap-3">
        {sidesOf(report).map(({ name, side }) => (
          <Answered key={name} name={name} side={side} />
        ))}
      </div>
    </Panel>
  );
}

const shownFirst = 12;

function Answered({ name, side: { answeredBy, target } }: { name: string; side: DrillSide }) {
  // Reads go from one to the next in turns: every turn is a line, the first ones are enough to see that.
  const [head, rest] = [answeredBy.slice(0, shownFirst), answeredBy.slice(shownFirst)];
  const line = ({ at, member }: (typeof answeredBy)[number]) => (
    <li key={`${at} ${member}`} className="flex gap-3">
      <Exactly at={at} />
      <span className="min-w-0 break-words">{member}</span>
    </li>
  );
  return (
    <div>
      <h3 className="text-second text-sm">
        {name}, {target}
      </h3>
      {head.length === 0 ? <p className="text-second">nobody</p> : <ul>{head.map(line)}</ul>}
      {rest.length > 0 && (
        <details>
          <summary className="w-fit cursor-pointer text-second text-sm hover:text-ink">
            {formatCount(rest.length)} more changes
          </summary>
          <ul>{rest.map(line)}</ul>
        </details>
      )}
    </div>
  );
}

/** Every acknowledged write that is gone, and every one that is there without a word. */
export function AccountPanel({ report: { account, backwards, outcome } }: { report: DrillReport }) {
  return (
    <Panel title="Account of the rows">
      {account === null ? (
        <p className="text-second">
          {outcome === 'running'
            ? 'The rows are counted when the load has ended.'
            : 'The rows were not counted.'}
        </p>
      ) : (
        <div className="flex flex-col gap-2">
          <p>
            <b className={account.lost.length > 0 ? 'text-bad' : ''}>
              {formatCount(account.lost.length)} lost
            </b>{' '}
            of {formatCount(account.acknowledged)} acknowledged; {formatCount(account.found)} found.
          </p>
          <Rows title="Lost" rows={account.lost} open />
          <p>{formatCount(account.unacknowledged.length)} applied though never acknowledged.</p>
          <Rows title="Applied though never acknowledged" rows={account.unacknowledged} />
        </div>
      )}
      {backwards !== null && (
        <p className="mt-2">
          {backwards.count === 0
            ? 'No reader went backwards: none saw less than it had seen before.'
            : `Readers saw less than before ${formatCount(backwards.count)} times, by ${formatCount(backwards.largestRows)} rows at most: replicas lag each at its own pace.`}
        </p>
      )}
    </Panel>
  );
}

function Rows({ title, rows, open = false }: { title: string; rows: readonly DrillRow[]; open?: boolean }) {
  if (rows.length === 0) return null;
  return (
    <details open={open}>
      <summary className="w-fit cursor-pointer text-second text-sm hover:text-ink">
        {title}: every row
      </summary>
      <ul className="mt-1 max-h-80 overflow-y-auto text-sm">
        {rows.map(({ writer, number, at }) => (
          <li key={`${writer} ${number}`} className="flex gap-3">
            <span className="whitespace-nowrap">
              writer {writer}, row {number}
            </span>
            <Exactly at={at} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Replicas that were stopped side by side. */
export function DownsPanel({ report: { downs, allDownMs } }: { report: DrillReport }) {
  if (downs.length === 0) return null;
  return (
    <Panel title="Stopped">
      <ul className="flex flex-col gap-1.5">
        {downs.map(({ member, downAt, upAt }) => (
          <li key={member}>
            {member}: down from <Exactly at={downAt} />
            {upAt === null ? ', not seen to serve again' : ' to '}
            {upAt !== null && <Exactly at={upAt} />}
          </li>
        ))}
      </ul>
      {downs.length > 1 && (
        <p className="mt-2">
          All of them were down together for <Figure text={msText(allDownMs)} />.
        </p>
      )}
    </Panel>
  );
}

const whoWords = {
  patroni: 'Patroni',
  haproxy: 'HAProxy',
  postgres: 'PostgreSQL',
  howdah: 'Howdah',
} as const;

/** Numbered as on the charts. */
export function HappeningsPanel({ report: { happenings } }: { report: DrillReport }) {
  return (
    <Panel title="What happened" count={happenings.length}>
      {happenings.length === 0 ? (
        <p className="text-second">Nothing yet.</p>
      ) : (
        <ol className="flex flex-col gap-1.5">
          {happenings.map(({ at, who, text }, index) => (
            <li key={`${at} ${who} ${text}`} className="grid grid-cols-[2ch_auto_1fr] gap-x-3">
              <span className="text-right text-third">{index + 1}</span>
              <Exactly at={at} />
              <span className="min-w-0 break-words">
                <span className="text-second">{whoWords[who] ?? who}:</span> <WithMoments text={text} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
