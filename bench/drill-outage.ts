import type { Lab } from '@/lab/lab';
import { memberNames } from '@/lab/members';
import { type BenchResult, median, milliseconds } from './figures';
import { IndependentProbe } from './independent-probe';
import { isWhole, patroniCluster, waitUntil } from './lab';

const limitMs = 50;

interface Kind {
  readonly purpose: 'writes' | 'reads';
  readonly name: string;
  readonly rounds: number;
  readonly input: Record<string, unknown>;
}

const kinds: readonly Kind[] = [
  {
    purpose: 'writes',
    name: 'a switchover, writes',
    rounds: 5,
    input: { event: 'switchover', durationSeconds: 15, writers: 4, writesPerSecond: 300 },
  },
  {
    purpose: 'reads',
    name: 'every replica stopped and started again, reads',
    rounds: 3,
    input: { event: 'stop_replicas', durationSeconds: 45, readers: 4, readsPerSecond: 300 },
  },
];

/** The outage that a drill tells, against the one that an independent probe beside it saw. */
export async function measureDrillOutage(lab: Lab, url: string): Promise<BenchResult> {
  const figures = [];
  for (const kind of kinds) {
    const told: number[] = [];
    const seen: number[] = [];
    for (let round = 0; round < kind.rounds; round += 1) {
      const outage = await measured(lab, url, kind);
      told.push(outage.toldMs);
      seen.push(outage.seenMs);
    }
    const apart = told.map((toldMs, round) => Math.abs(toldMs - (seen[round] ?? Number.NaN)));
    figures.push(
      { name: `${kind.name}: the drill`, value: milliseconds(median(told)), limit: '', kept: true },
      { name: `${kind.name}: the probe`, value: milliseconds(median(seen)), limit: '', kept: true },
      {
        name: `${kind.name}: apart`,
        value: `${milliseconds(median(apart))}, at most ${milliseconds(Math.max(...apart))}`,
        limit: `median ≤ ${limitMs} ms`,
        kept: median(apart) <= limitMs,
      },
    );
  }
  return {
    title: 'The outage of a drill against an independent probe',
    method: `${kinds.map(({ rounds }) => rounds).join(' and ')} drills with a probe beside each, a process of its own that shares no code with Howdah: two threads that know nothing of each other and connect anew one attempt after another. The longest outage by either; medians of each and of how far they are apart.`,
    figures,
  };
}

async function measured(
  lab: Lab,
  url: string,
  { purpose, input }: Kind,
): Promise<{ toldMs: number; seenMs: number }> {
  await waitUntil('the cluster is whole', () => isWhole(lab), 200, 120_000);
  const { members } = await patroniCluster(lab);
  const leader = memberNames.find((name) =>
    members.some((one) => one.name === name && one.role === 'leader'),
  );
  if (leader === undefined) throw new Error('nobody leads');
  const probe = await IndependentProbe.start(lab, leader, purpose);
  let id = '';
  // Patroni's word of how far a candidate lags is a loop old; until it has said so, no switchover is begun.
  await waitUntil(
    'a drill may begin',
    async () => {
      const started = await fetch(`${url}/api/clusters/demo/operations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'drill', input }),
      });
      const answer = (await started.json()) as { id?: string };
      id = answer.id ?? '';
      if (started.status !== 202 && started.status !== 412)
        throw new Error(`the drill was refused with ${started.status}: ${JSON.stringify(answer)}`);
      return started.status === 202;
    },
    1_000,
    60_000,
  );
  const operation = async () =>
    (await (await fetch(`${url}/api/operations/${id}`)).json()) as { status: string; endedAt: string | null };
  await waitUntil('the drill has ended', async () => (await operation()).endedAt !== null, 500, 240_000);
  const { status } = await operation();
  if (status !== 'succeeded') throw new Error(`the drill ended as ${status}`);
  const report = (await (await fetch(`${url}/api/clusters/demo/drills/${id}`)).json()) as Record<
    'writes' | 'reads',
    { outageMs: number }
  >;
  return { toldMs: report[purpose].outageMs, seenMs: (await probe.outage()).durationMs };
}
