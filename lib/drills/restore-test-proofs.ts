import { type Operation, restoreTestInputSchema } from '@/lib/contract/operations';
import type { RestoreTestOutcome, RestoreTestReport, RestoreTestStatus } from '@/lib/contract/restore-tests';
import { endReport, newReport, proofsOf } from '@/lib/domain/restore-tests/report';
import type { Queryable } from '@/lib/store/queryable';
import { findRestoreTest, lastRestoreTest, saveRestoreTest } from '@/lib/store/restore-tests';

const counting: readonly RestoreTestOutcome[] = ['passed', 'failed'];

export interface RestoreTestProofsParts {
  readonly store: Queryable;
  /** The host of each cluster's restore tests; a cluster without them is left out. */
  readonly hosts: ReadonlyMap<string, string>;
  /** Something of a cluster's proofs has changed. */
  readonly onChange: (cluster: string) => void;
}

type Proofs = Pick<RestoreTestStatus, 'known' | 'last' | 'lastPassed'>;

const nothingKnown: Proofs = { known: false, last: null, lastPassed: null };

/** What restore tests have proven: kept in the store, and at hand without asking it. */
export class RestoreTestProofs {
  private readonly proofs = new Map<string, Proofs>();

  constructor(private readonly parts: RestoreTestProofsParts) {}

  isConfigured(cluster: string): boolean {
    return this.parts.hosts.has(cluster);
  }

  of(cluster: string): Proofs {
    return this.proofs.get(cluster) ?? nothingKnown;
  }

  /** Reads what the store holds of every cluster; throws while it does not answer. */
  async load(): Promise<void> {
    for (const cluster of this.parts.hosts.keys()) await this.read(cluster);
  }

  async keep(report: RestoreTestReport): Promise<void> {
    await saveRestoreTest(this.parts.store, report);
    if (report.outcome !== 'running') await this.read(report.cluster);
  }

  /**
   * Closes the report of an operation that has ended without closing it itself, and makes one for a test that was
   * due and could not begin: nothing that was wanted ends without a trace.
   */
  async close(operation: Operation): Promise<void> {
    const { id, endedAt, status, summary } = operation;
    if (operation.kind !== 'restore_test' || endedAt === null) return;
    const report = await findRestoreTest(this.parts.store, id);
    if (report === null) {
      if (status === 'failed') await this.keep(this.notStarted(operation, summary ?? 'It did not begin.'));
      return;
    }
    if (report.outcome !== 'running') return;
    const outcome = status === 'cancelled' || status === 'failed' ? status : 'unknown';
    const told = { ...report, failure: report.failure ?? summary };
    await this.keep(endReport(told, outcome, null, Date.parse(endedAt)));
  }

  /** Keeps that a test which was due did not start. */
  async keepRefusal(
    refusal: Pick<Operation, 'id' | 'cluster' | 'createdAt' | 'requestedBy' | 'input'>,
    why: string,
  ) {
    await this.keep(this.notStarted({ ...refusal, endedAt: refusal.createdAt }, why));
  }

  private notStarted(
    from: Pick<Operation, 'id' | 'cluster' | 'createdAt' | 'endedAt' | 'requestedBy' | 'input'>,
    why: string,
  ): RestoreTestReport {
    const { id, cluster, createdAt, endedAt, requestedBy } = from;
    const input = restoreTestInputSchema.parse(from.input);
    const host = input.host ?? this.parts.hosts.get(cluster) ?? '';
    const begun = newReport({ id, cluster, startedAt: createdAt, requestedBy, host, target: input.target });
    return endReport({ ...begun, failure: why }, 'not_started', true, Date.parse(endedAt ?? createdAt));
  }

  private async read(cluster: string): Promise<void> {
    const { store, onChange } = this.parts;
    const last = await lastRestoreTest(store, cluster, counting);
    const passed = last?.outcome === 'passed' ? last : await lastRestoreTest(store, cluster, ['passed']);
    this.proofs.set(cluster, { known: true, ...proofsOf(last, passed) });
    onChange(cluster);
  }
}
