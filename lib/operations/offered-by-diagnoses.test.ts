import { describe, expect, it } from 'vitest';
import { diagnose } from '@/lib/domain/diagnosis/diagnose';
import type { MemberEvidence } from '@/lib/domain/diagnosis/evidence';
import { allPatterns } from '@/lib/domain/diagnosis/patterns/all-patterns';
import { hostileNames, marked, wordsIn, wordsMeant } from '@/lib/upstream/fixtures/hostile-names';

/** Evidence of every fault at once on a host where everything has this name that can have one. */
function evidenceOf(name: string): MemberEvidence {
  const path = `/${name}`;
  const folder = { path, exists: false, owner: name, mode: '700', isWritable: false, parent: path };
  return {
    member: name,
    patroni: {
      answers: false,
      isServing: false,
      isStreaming: false,
      isLeader: false,
      leader: name,
      leaderTimeline: 6,
      leaderSystemIdentifier: '7',
      isArchivingFailing: true,
      archiverError: null,
      slot: { name, walStatus: 'lost' },
      trouble: null,
    },
    place: { dataDirectory: path, binDirectory: path, replicationUser: name, dcsKind: name },
    service: { said: '', processes: [] },
    patroniLog: [],
    postgresLog: [],
    postmaster: {
      pid: 5,
      process: { pid: 5, state: 'S', seconds: 4, command: '' },
      options: `/postgres -D ${path}`,
    },
    socket: [{ ...folder, canBeMade: false, isVolatile: true, madeAtBoot: null }],
    data: { path, account: name, exists: true, owner: 'other', mode: '777', isReadable: true, version: '15' },
    control: { 'Database system identifier': '8', "Latest checkpoint's TimeLineID": '7' },
    disk: [{ path, purpose: 'data', sizeBytes: 1, freeBytes: 0, freeInodes: 0 }],
    ports: [],
    dcs: [{ address: `${name}:2379`, isReached: false, why: null }],
    clock: { aheadMs: 0, uncertainMs: 0 },
    archiving: { waiting: 1, first: null },
    autostart: { hasSystemd: true, enabled: [name] },
    replicationLogin: { isIn: false, words: 'no password supplied' },
  } as unknown as MemberEvidence;
}

const commandsOf = (name: string) => {
  const etcd = {
    ...evidenceOf(name),
    place: { ...evidenceOf(name).place, dcsKind: 'etcd3' },
  } as MemberEvidence;
  return [evidenceOf(name), etcd].flatMap((evidence) =>
    diagnose(evidence, name).map(({ id, commands }) => [id, commands.map(({ text }) => text)] as const),
  );
};

/** In the argument of `psql -c` and in a line of tmpfiles.d a name has that language's own quotes as well. */
const isNested = (words: readonly string[]) =>
  words[0] === 'echo' || words.some((word) => word.startsWith('\\password'));

describe('the commands of a diagnosis', () => {
  it('are looked at of every pattern that names something of the host', () => {
    const named = new Set(
      commandsOf(marked)
        .filter(([, texts]) => texts.join().includes(marked))
        .map(([id]) => id),
    );
    const silent = ['patroni-frozen', 'patroni-stopped', 'killed-in-a-loop', 'clock-skew', 'port-taken'];
    const needsWords = ['archive-old-segment'];
    const rest = allPatterns.map(({ id }) => id).filter((id) => ![...silent, ...needsWords].includes(id));
    expect([...named].sort()).toEqual(rest.sort());
  });

  it.each(hostileNames)('have the words that were meant, whatever is called %j', (name) => {
    const texts = (of: string) => commandsOf(of).flatMap(([, each]) => each);
    const [meant, found] = [wordsMeant(texts(marked), name), wordsIn(texts(name))];
    expect(found.map((words) => words.length)).toEqual(meant.map((words) => words.length));
    for (const [at, words] of found.entries()) {
      if (!isNested(words)) expect(words).toEqual(meant[at]);
    }
  });
});
