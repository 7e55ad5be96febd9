import type { Logger } from 'pino';
import type { ClusterEvent } from '@/lib/contract/events';
import { HowdahError } from '@/lib/contract/howdah-error';
import { clusterNameSchema } from '@/lib/contract/names';
import type { Operation, OperationRequest } from '@/lib/contract/operations';
import type { RestoreTestReport, RestoreTestStatus, RestoreTestsPage } from '@/lib/contract/restore-tests';
import { summaryOf } from '@/lib/domain/restore-tests/report';
import { RestoreTestProofs } from '@/lib/drills/restore-test-proofs';
import { RestoreTestSchedule } from '@/lib/drills/restore-test-schedule';
import { startDueTest } from '@/lib/drills/start-due-test';
import { howToConfigure } from '@/lib/settings/how-to';
import type { ClusterSettings } from '@/lib/settings/types';
import type { Queryable } from '@/lib/store/queryable';
import { findRestoreTest, listRestoreTests } from '@/lib/store/restore-tests';
import { errorText } from '@/lib/store/store-error';

const retryMs = 3_000;

export interface RestoreTestsParts {
  readonly clusters: readonly ClusterSettings[];
  readonly store: Queryable;
  readonly start: (cluster: string, request: OperationRequest, by: string) => Promise<Operation>;
  readonly recordEvent: (event: Omit<ClusterEvent, 'id'>) => Promise<unknown>;
  readonly onChange: (cluster: string) => void;
  readonly log: Logger;
}

export interface RestoreTests {
  status(cluster: string): RestoreTestStatus;
  keep(report: RestoreTestReport): Promise<void>;
  /** To be told of every operation as it goes on. */
  follow(operation: Operation): void;
  /** Once the store can be used and operations can be started. */
  begin(): void;
  close(): void;
  page(cluster: string, query: { before?: string | undefined; limit: number }): Promise<RestoreTestsPage>;
  report(cluster: string, id: string): Promise<RestoreTestReport>;
}

/** Joins reports, schedule and operations of restore tests. */
export function composeRestoreTests(parts: RestoreTestsParts): RestoreTests {
  const { store, log, recordEvent, onChange } = parts;
  const tested = parts.clusters.flatMap(({ name, restoreTests }) =>
    restoreTests === null ? [] : [{ name, ...restoreTests }],
  );
  const settingsOf = (cluster: string) => tested.find(({ name }) => name === cluster) ?? null;
  const proofs = new RestoreTestProofs({
    store,
    hosts: new Map(tested.map(({ name, host }) => [name, host])),
    onChange,
  });
  const schedule = new RestoreTestSchedule({
    clusters: tested.flatMap(({ name, schedule: cron }) =>
      cron === null ? [] : [{ cluster: name, schedule: cron }],
    ),
    lastBegan: async (cluster) =>
      (await listRestoreTests(store, cluster, { limit: 1 }))[0]?.startedAt ?? null,
    start: async (cluster) =>
      startDueTest(cluster, settingsOf(cluster)?.target ?? 'latest', {
        start: parts.start,
        proofs,
        recordEvent,
      }),
    onError: (cluster, error) =>
      log.error({ cluster, reason: errorText(error) }, 'a restore test that is due could not be started'),
  });
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  const load = () => {
    proofs.load().catch((error) => {
      log.warn({ reason: errorText(error) }, 'restore tests could not be read yet');
      if (!closed) timer = setTimeout(load, retryMs);
    });
  };
  const status = (cluster: string): RestoreTestStatus => ({
    configured: proofs.isConfigured(cluster),
    ...proofs.of(cluster),
    nextAt: schedule.nextAt(cluster),
  });

  return {
    status,
    keep: (report) => proofs.keep(report),
    follow(operation) {
      proofs.close(operation).catch((error) => {
        log.warn({ operation: operation.id, reason: errorText(error) }, 'a restore test was not closed');
      });
    },
    begin() {
      if (closed) return;
      load();
      schedule.begin();
    },
    close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      schedule.stop();
    },
    async page(cluster, query) {
      const reports = await listRestoreTests(store, cluster, query);
      const settings = settingsOf(cluster);
      return {
        cluster: clusterNameSchema.parse(cluster),
        settings:
          settings === null
            ? null
            : {
                host: settings.host,
                directory: settings.directory,
                schedule: settings.schedule,
                zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
                target: settings.target,
                maxAgeDays: settings.maxAgeDays,
                assertions: settings.assertions.map(({ name }) => name),
                amcheck: settings.amcheck,
              },
        howTo: howToConfigure.restoreTests,
        status: status(cluster),
        tests: reports.map(summaryOf),
        next: reports.length < query.limit ? null : (reports.at(-1)?.id ?? null),
      };
    },
    async report(cluster, id) {
      const report = await findRestoreTest(store, id);
      if (report === null || report.cluster !== cluster) {
        throw new HowdahError('unknown_restore_test', `${cluster} has no restore test «${id}».`, { id });
      }
      return report;
    },
  };
}
