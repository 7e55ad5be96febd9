import type { DrillReport, DrillSide, DrillSummary } from '@/lib/contract/drills';

/** The main figures of a report; null where its side took no part, or nothing was counted. */
export function drillSummaryOf(report: DrillReport): DrillSummary {
  const { id, cluster, outcome, input, requestedBy, startedAt, endedAt, failure, writes, reads, account } =
    report;
  const sides = [writes, reads].filter((side) => side !== null);
  const sum = (figure: (side: DrillSide) => number) =>
    sides.length === 0 ? null : sides.reduce((total, side) => total + figure(side), 0);
  return {
    id,
    cluster,
    outcome,
    input,
    requestedBy,
    startedAt,
    endedAt,
    failure,
    writeOutageMs: writes?.outageMs ?? null,
    readOutageMs: reads?.outageMs ?? null,
    writeOutageLasts: outageLasts(writes),
    readOutageLasts: outageLasts(reads),
    lost: account?.lost.length ?? null,
    unacknowledged: account?.unacknowledged.length ?? null,
    errors: sum(errorsOf),
    reconnects: sum((side) => side.reconnects),
    writeP99Ms: writes?.whole.p99Ms ?? null,
  };
}

export function errorsOf(side: DrillSide): number {
  return side.errors.reduce((total, { count }) => total + count, 0);
}

/** Whether the last outage had no end yet: not when the load ended, or not now. */
export function outageLasts(side: DrillSide | null): boolean {
  return side?.outages.some(({ endedAt }) => endedAt === null) ?? false;
}
