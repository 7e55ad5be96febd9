import type { DrillReport, DrillSide } from '@/lib/contract/drills';
import { errorsOf, outageLasts } from './drill-summary';
import { gapReason } from './drill-words';
import { drillTitle } from './judge-drill';

/** So many rows are listed by name in a text to paste; the report itself has them all. */
const mostRows = 200;

/** The report as Markdown to paste into a ticket: figures first, then what happened when, in UTC. */
export function drillMarkdown(report: DrillReport): string {
  const { input, writes, reads, account, backwards } = report;
  return [
    `# ${drillTitle(input)}, ${report.cluster}`,
    '',
    `${report.startedAt}, ${input.durationSeconds} s, ${report.outcome}${report.failure === null ? '' : `: ${plain(report.failure)}`}`,
    '',
    ...table(
      ['', 'writes', 'reads'],
      [
        ['through', writes?.target ?? '–', reads?.target ?? '–'],
        ['connections', String(input.writers), String(input.readers)],
        ['rate wanted, a second', String(input.writesPerSecond), String(input.readsPerSecond)],
        [
          'longest outage, ms',
          ...bothSides(report, (side) => `${outageLasts(side) ? '≥ ' : ''}${figure(side.outageMs)}`),
        ],
        [
          'longest gap between two answers, all connections, ms',
          ...bothSides(report, ({ gaps }) => figure(gaps.allMs)),
        ],
        [
          'longest gap between two answers, one connection, ms',
          ...bothSides(report, ({ gaps }) => figure(gaps.oneMs)),
        ],
        ['outages', ...bothSides(report, (side) => String(side.outages.length))],
        ['done', ...bothSides(report, (side) => String(side.done))],
        ['errors', ...bothSides(report, (side) => String(errorsOf(side)))],
        ['reconnects', ...bothSides(report, (side) => String(side.reconnects))],
        ...(['before', 'during', 'after'] as const).map((phase) => [
          `latency ${phase}: p50 / p99 / max, ms`,
          ...bothSides(report, (side) => latency(side.latency[phase])),
        ]),
      ],
    ),
    '',
    gapReason(Math.max(1, input.writers), input.writesPerSecond),
    '',
    ...downs(report),
    account === null
      ? 'Rows were not counted.'
      : `**${account.lost.length} of ${account.acknowledged} acknowledged writes lost**; ${account.unacknowledged.length} applied though never acknowledged.`,
    ...(backwards === null
      ? []
      : ['', `Reads went backwards ${backwards.count} times, by ${backwards.largestRows} rows at most.`]),
    ...rows('Lost', account?.lost ?? []),
    ...rows('Applied though never acknowledged', account?.unacknowledged ?? []),
    ...errors('writes', writes),
    ...errors('reads', reads),
    ...(report.happenings.length === 0
      ? []
      : [
          '',
          '## What happened',
          '',
          ...table(
            ['when (UTC)', 'who', 'what'],
            report.happenings.map(({ at, who, text }) => [at, who, plain(text)]),
          ),
        ]),
    '',
  ].join('\n');
}

function downs({ downs: stopped, allDownMs }: DrillReport): string[] {
  if (stopped.length === 0) return [];
  return [
    ...table(
      ['stopped', 'down from (UTC)', 'served again (UTC)'],
      stopped.map(({ member, downAt, upAt }) => [member, downAt, upAt ?? '–']),
    ),
    '',
    ...(stopped.length > 1 ? [`All of them were down together for ${figure(allDownMs)} ms.`, ''] : []),
  ];
}

function bothSides({ writes, reads }: DrillReport, told: (side: DrillSide) => string): string[] {
  return [writes, reads].map((side) => (side === null ? '–' : told(side)));
}

function latency({ p50Ms, p99Ms, maxMs }: DrillSide['whole']): string {
  return [p50Ms, p99Ms, maxMs].map(figure).join(' / ');
}

function figure(value: number | null): string {
  return value === null ? '–' : String(value);
}

function rows(title: string, list: NonNullable<DrillReport['account']>['lost']): string[] {
  if (list.length === 0) return [];
  const told = list.slice(0, mostRows).map(({ writer, number, at }) => [String(writer), String(number), at]);
  const more =
    list.length > mostRows ? ['', `and ${list.length - mostRows} more; the JSON has them all`] : [];
  return ['', `## ${title}`, '', ...table(['writer', 'number', 'answered (UTC)'], told), ...more];
}

function errors(name: string, side: DrillSide | null): string[] {
  if (side === null || side.errors.length === 0) return [];
  const told = side.errors.map(({ sqlstate, message, count, firstAt, lastAt }) => {
    return [sqlstate ?? 'none', plain(message), String(count), firstAt, lastAt];
  });
  return ['', `## Errors of ${name}`, '', ...table(['SQLSTATE', 'message', 'times', 'first', 'last'], told)];
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)];
}

/** No word of somebody else's may end a cell or begin a new line. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}
