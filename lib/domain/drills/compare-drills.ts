import { type DrillReport, type DrillSide, drillPhaseSchema } from '@/lib/contract/drills';
import { errorsOf } from './drill-summary';

export interface ComparedFigure {
  readonly name: string;
  readonly unit: 'ms' | 'count';
  readonly one: number | null;
  readonly other: number | null;
  /** `one` less `other`; null where either is not known. */
  readonly difference: number | null;
}

/** The figures of two drills beside each other; those that neither knows are left out. */
export function compareDrills(one: DrillReport, other: DrillReport): ComparedFigure[] {
  const row = (
    name: string,
    unit: ComparedFigure['unit'],
    figure: (report: DrillReport) => number | null | undefined,
  ): ComparedFigure => {
    const [a, b] = [figure(one) ?? null, figure(other) ?? null];
    // Latency is kept to hundredths; a difference must not invent more.
    const difference = a === null || b === null ? null : Math.round((a - b) * 100) / 100;
    return { name, unit, one: a, other: b, difference };
  };
  const side = (name: string, of: (report: DrillReport) => DrillSide | null) => [
    row(`${name}: outage`, 'ms', (report) => of(report)?.outageMs),
    row(`${name}: longest gap`, 'ms', (report) => of(report)?.gaps.allMs),
    row(`${name}: longest gap on one connection`, 'ms', (report) => of(report)?.gaps.oneMs),
    row(`${name}: done`, 'count', (report) => of(report)?.done),
    row(`${name}: errors`, 'count', (report) => {
      const told = of(report);
      return told === null ? null : errorsOf(told);
    }),
    row(`${name}: reconnects`, 'count', (report) => of(report)?.reconnects),
    ...drillPhaseSchema.options.flatMap((phase) => [
      row(`${name}: p50 ${phase}`, 'ms', (report) => of(report)?.latency[phase].p50Ms),
      row(`${name}: p99 ${phase}`, 'ms', (report) => of(report)?.latency[phase].p99Ms),
      row(`${name}: max ${phase}`, 'ms', (report) => of(report)?.latency[phase].maxMs),
    ]),
  ];
  return [
    ...side('writes', ({ writes }) => writes),
    row('acknowledged writes lost', 'count', ({ account }) => account?.lost.length),
    row('applied, never acknowledged', 'count', ({ account }) => account?.unacknowledged.length),
    ...side('reads', ({ reads }) => reads),
  ].filter((figure) => figure.one !== null || figure.other !== null);
}
