import { expect, it } from 'vitest';
import type { RecoveryIndex } from '@/lib/domain/recovery/build-recovery-index';
import type { Answer } from '@/lib/upstream/answer';
import { SimulatedCluster } from '../../fixtures/simulated-cluster';
import { resolve } from './gather';

it('judges a target by the repository as it is now, not as it was when it was last asked', async () => {
  const { port } = new SimulatedCluster({ nowMs: () => 0, sleep: async () => undefined });
  const asked: string[] = [];
  const listed: Answer<RecoveryIndex> = { ok: false, kind: 'other', reason: 'as it is now', atMs: 0 };
  const answer = await resolve(
    {
      ...port,
      freshenRepository: async (olderThanMs) => void asked.push(`backups at most ${olderThanMs} ms old`),
      recoveryIndex: async (maxAgeMs) => {
        asked.push(`WAL at most ${maxAgeMs} ms old`);
        return listed;
      },
    },
    { target: { type: 'latest' }, timeline: null, set: null, repository: null },
    0,
    0,
  );
  expect(asked).toEqual(['backups at most 0 ms old', 'WAL at most 0 ms old']);
  expect(answer.checks[0]?.reason).toBe('as it is now');
});
