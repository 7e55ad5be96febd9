import { expect, it } from 'vitest';
import type { RecoveryIndex } from '@/lib/domain/recovery/build-recovery-index';
import type { Answer } from '@/lib/upstream/answer';
import { SimulatedCluster } from '../../fixtures/simulated-cluster';
import { resolve } from './gather';

const pgbackrest = { host: 'repo', stanza: 'demo', config: null };
const latest = { target: { type: 'latest' }, timeline: null, set: null, repository: null } as const;

it('says that pgBackRest is not configured where it is not, and not that it has not answered', async () => {
  const { port } = new SimulatedCluster({ nowMs: () => 0, steadyMs: () => 0, sleep: async () => undefined });
  const answer = await resolve(port, latest, 0, 0);
  expect(answer.checks).toMatchObject([{ level: 'block', title: 'pgBackRest is not configured' }]);
});

it('judges a target by the repository as it is now, not as it was when it was last asked', async () => {
  const { port } = new SimulatedCluster({ nowMs: () => 0, steadyMs: () => 0, sleep: async () => undefined });
  const asked: string[] = [];
  const listed: Answer<RecoveryIndex> = { ok: false, kind: 'other', reason: 'as it is now', atMs: 0 };
  const answer = await resolve(
    {
      ...port,
      settings: { ...port.settings, pgbackrest },
      freshenRepository: async (olderThanMs) => void asked.push(`backups at most ${olderThanMs} ms old`),
      recoveryIndex: async (maxAgeMs) => {
        asked.push(`WAL at most ${maxAgeMs} ms old`);
        return listed;
      },
    },
    latest,
    0,
    0,
  );
  expect(asked).toEqual(['backups at most 0 ms old', 'WAL at most 0 ms old']);
  expect(answer.checks[0]?.reason).toBe('as it is now');
});
