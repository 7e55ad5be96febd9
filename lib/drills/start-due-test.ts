import { randomUUID } from 'node:crypto';
import type { ClusterEvent } from '@/lib/contract/events';
import { isHowdahError } from '@/lib/contract/howdah-error';
import { type ClusterName, clusterNameSchema } from '@/lib/contract/names';
import type { Operation, OperationRequest } from '@/lib/contract/operations';
import type { RestoreTestProofs } from './restore-test-proofs';

/** Who asked for a test that the schedule started. */
const scheduler = 'schedule';

export interface DueTestParts {
  readonly start: (cluster: string, request: OperationRequest, by: string) => Promise<Operation>;
  readonly proofs: Pick<RestoreTestProofs, 'keepRefusal'>;
  readonly recordEvent: (event: Omit<ClusterEvent, 'id'>) => Promise<unknown>;
}

/**
 * Starts a test that is due. While another runs it is skipped, which is told; when it is not possible, that is kept
 * as a report like any other: a schedule that proves nothing must not look like one that does. Throws what it cannot
 * record.
 */
export async function startDueTest(
  cluster: string,
  target: 'latest' | 'immediate',
  { start, proofs, recordEvent }: DueTestParts,
): Promise<void> {
  const input = { target: { type: target } };
  const at = new Date().toISOString();
  const name = clusterNameSchema.parse(cluster);
  try {
    await start(cluster, { kind: 'restore_test', input }, scheduler);
  } catch (error) {
    if (!isHowdahError(error)) throw error;
    if (error.code === 'operation_running') {
      await recordEvent(skipped(name, at, 'another one still runs', 'info'));
    } else if (error.code === 'blocked' || error.code === 'not_configured') {
      const refusal = { id: randomUUID(), cluster: name, createdAt: at, requestedBy: scheduler, input };
      await proofs.keepRefusal(refusal, error.message);
      await recordEvent(skipped(name, at, error.message, 'warning'));
    } else {
      throw error;
    }
  }
}

function skipped(
  cluster: ClusterName,
  at: string,
  why: string,
  severity: 'info' | 'warning',
): Omit<ClusterEvent, 'id'> {
  return {
    cluster,
    at,
    kind: 'restore_test_skipped',
    severity,
    subject: null,
    title: `The scheduled restore test was skipped: ${why}`,
    operationId: null,
    detail: {},
  };
}
