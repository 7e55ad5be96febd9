import { describe, expect, it } from 'vitest';
import type { Snapshot } from '@/lib/contract/snapshot';
import { draftFindings } from '@/lib/domain/findings/find';
import { sampleLeader, sampleMember, sampleSnapshot } from '@/lib/domain/fixtures/snapshot';
import { notOneQuestion } from '@/lib/domain/restore/one-statement';
import { hostileNames, marked, wordsIn, wordsMeant } from '@/lib/upstream/fixtures/hostile-names';

const since = '2026-11-22T22:00:22.000Z';

/** Clusters in which everything is wrong that offers a command, each with this name wherever one is. */
function troubled(name: string): Snapshot[] {
  const member = (changes: Parameters<typeof sampleMember>[1]) =>
    sampleMember(name, { host: name, ...changes });
  const silent = { status: 'unreachable', since, reason: name, lastAt: since } as const;
  const plain = sampleSnapshot({ scope: name });
  const repository = { ...plain.repository, stanza: name };
  const slot = { name, member: name, active: false, retainedBytes: 9e9 } as never;
  const archiver = {
    member: name,
    failing: true,
    lastFailedWal: name,
    error: name,
    failingSince: since,
  } as never;
  const members = [
    member({ patroni: silent }),
    member({ condition: 'down', timeline: 9, pendingRestart: true }),
    member({ condition: 'unknown', replayPaused: true }),
    member({ state: 'running' }),
  ];
  return [
    { ...plain, repository, members: [sampleLeader('node1'), ...members] },
    { ...plain, repository: { ...repository, reading: silent }, leader: null, paused: true },
    {
      ...plain,
      repository: { ...repository, backupCount: 0 },
      replication: { ...plain.replication, receivers: [], slots: [slot], archiver },
    },
  ];
}

const commandsWith = (name: string): string[] =>
  troubled(name).flatMap((snapshot) =>
    draftFindings(snapshot, { lagLimitBytes: 1 }).flatMap(({ command }) => command ?? []),
  );
const isSql = (text: string) => /^SELECT\b/.test(text);

describe('a command that a finding offers', () => {
  it('is there for every kind of name', () => {
    const shell = commandsWith(marked).filter((text) => text.includes(marked));
    expect(shell.map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual(
      expect.arrayContaining([
        'patronictl reinit',
        'patronictl restart',
        'pgbackrest info',
        `pgbackrest --stanza=${marked}`,
        `SELECT pg_drop_replication_slot('${marked}');`,
      ]),
    );
  });

  it.each(hostileNames)('has the words that were meant, whatever is called %j', (name) => {
    const shell = (text: string) => !isSql(text);
    expect(wordsIn(commandsWith(name).filter(shell))).toEqual(
      wordsMeant(commandsWith(marked).filter(shell), name),
    );
  });

  it.each([...hostileNames, "x'); drop table y; --", "x\\'); drop table y; --"])(
    'is one statement of SQL, whatever is called %j',
    (name) => {
      const sql = commandsWith(name).filter(isSql);
      expect(sql.length).toBeGreaterThan(0);
      for (const text of sql) expect(notOneQuestion(text)).toBeNull();
    },
  );
});
