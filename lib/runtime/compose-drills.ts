import type { DrillLogLine, DrillReport, DrillsPage, DrillsQuery } from '@/lib/contract/drills';
import { HowdahError } from '@/lib/contract/howdah-error';
import { clusterNameSchema } from '@/lib/contract/names';
import type { Operation } from '@/lib/contract/operations';
import { drillSummaryOf } from '@/lib/domain/drills/drill-summary';
import { howToConfigure } from '@/lib/settings/how-to';
import type { ClusterSettings } from '@/lib/settings/types';
import { DrillLogs } from '@/lib/store/drill-logs';
import { findDrill, listDrills, saveDrill } from '@/lib/store/drills';
import type { Store } from '@/lib/store/queryable';

interface ComposedDrills {
  keep(report: DrillReport): Promise<void>;
  find(id: string): Promise<DrillReport | null>;
  log(id: string, lines: readonly DrillLogLine[]): Promise<void>;
  /** An operation that ended without closing its report, so that none says for ever that it runs. */
  follow(operation: Operation): Promise<void>;
  page(cluster: string, query: DrillsQuery): Promise<DrillsPage>;
  report(cluster: string, id: string): Promise<DrillReport>;
  /** The request log, as NDJSON. */
  requests(cluster: string, id: string): Promise<ReadableStream<Uint8Array>>;
}

/** The reports of drills; one that runs is read from memory, so that it is never older than its last second. */
export function composeDrills(parts: {
  readonly clusters: readonly ClusterSettings[];
  readonly store: Store;
}): ComposedDrills {
  const { clusters, store } = parts;
  const running = new Map<string, DrillReport>();
  const logs = new DrillLogs(store);
  const find = async (id: string) => running.get(id) ?? (await findDrill(store, id));
  const keep = async (report: DrillReport) => {
    if (report.outcome === 'running') running.set(report.id, report);
    await saveDrill(store, report);
    if (report.outcome === 'running') return;
    running.delete(report.id);
    logs.close(report.id);
  };
  const reportOf = async (cluster: string, id: string) => {
    const report = await find(id);
    if (report === null || report.cluster !== cluster) {
      throw new HowdahError('unknown_drill', `${cluster} has no drill «${id}».`, { id });
    }
    return report;
  };
  return {
    keep,
    find,
    log: (id, lines) => logs.add(id, lines),
    async follow(operation) {
      if (operation.kind !== 'drill' || operation.endedAt === null) return;
      const report = await find(operation.id);
      if (report === null || report.outcome !== 'running') return;
      await keep({
        ...report,
        outcome: operation.status === 'cancelled' ? 'cancelled' : 'failed',
        endedAt: operation.endedAt,
        failure: report.failure ?? operation.summary,
      });
    },
    async page(cluster, query) {
      const settings = clusters.find(({ name }) => name === cluster);
      const reports = await listDrills(store, cluster, query);
      return {
        cluster: clusterNameSchema.parse(cluster),
        configured: settings?.probes != null,
        howTo: howToConfigure.probes,
        isLab: settings?.lab === true,
        drills: reports.map((report) => drillSummaryOf(running.get(report.id) ?? report)),
        next: reports.length < query.limit ? null : (reports.at(-1)?.id ?? null),
      };
    },
    report: reportOf,
    async requests(cluster, id) {
      await reportOf(cluster, id);
      const log = await logs.read(id);
      if (log === null) {
        const why = 'it never came to a load, or ten drills or more came after it';
        throw new HowdahError('unknown_drill', `The request log of this drill is not kept: ${why}.`, { id });
      }
      return log;
    },
  };
}
