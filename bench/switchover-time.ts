import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Lab } from '@/lab/lab';
import { type BenchResult, median, milliseconds } from './figures';
import { isWhole, members, patroniCluster, waitUntil } from './lab';

const run = promisify(execFile);
const rounds = 5;
const lookEveryMs = 50;

/** A switchover by Howdah against `patronictl switchover --force`, until the cluster is whole again. */
export async function measureSwitchover(lab: Lab, url: string): Promise<BenchResult> {
  const byPatronictl: number[] = [];
  const byHowdah: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    byPatronictl.push(await timed(lab, (leader, candidate) => patronictl(lab, leader, candidate)));
    byHowdah.push(await timed(lab, (leader, candidate) => howdah(url, leader, candidate)));
  }
  const difference = median(byHowdah) - median(byPatronictl);
  return {
    title: 'A switchover until the cluster is whole again',
    method: `${rounds} switchovers by each, in turns. From the command (or the POST) to one leader that accepts writes with every other member streaming from it, asked of PostgreSQL every ${lookEveryMs} ms; medians.`,
    figures: [
      {
        name: 'patronictl switchover --force',
        value: milliseconds(median(byPatronictl)),
        limit: '',
        kept: true,
      },
      { name: 'Howdah', value: milliseconds(median(byHowdah)), limit: '', kept: true },
      { name: 'difference', value: milliseconds(difference), limit: '≤ 500 ms', kept: difference <= 500 },
    ],
  };
}

async function timed(
  lab: Lab,
  switchOver: (leader: string, candidate: string) => Promise<void>,
): Promise<number> {
  await waitUntil('the cluster is whole', () => isWhole(lab), 200, 60_000);
  // Patroni's lag is from its last loop; a candidate must be known to follow.
  await new Promise((resolve) => setTimeout(resolve, 6000));
  const { members: listed } = await patroniCluster(lab);
  const leader = listed.find((member) => member.role === 'leader')?.name;
  const candidate = members.find((member) => member !== leader);
  if (leader === undefined || candidate === undefined) throw new Error('no leader to switch over from');
  const startedMs = performance.now();
  const [, wholeMs] = await Promise.all([
    switchOver(leader, candidate),
    waitUntil(`${candidate} leads and all follow`, () => isWhole(lab, candidate), lookEveryMs, 90_000).then(
      () => performance.now() - startedMs,
    ),
  ]);
  return wholeMs;
}

async function patronictl(lab: Lab, leader: string, candidate: string): Promise<void> {
  const config = `${lab.layout.root}/node1/patroni.yml`;
  await run('patronictl', [
    '-c',
    config,
    'switchover',
    'demo',
    '--master',
    leader,
    '--candidate',
    candidate,
    '--force',
  ]);
}

async function howdah(url: string, leader: string, candidate: string): Promise<void> {
  const started = await fetch(`${url}/api/clusters/demo/operations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'switchover', input: { leader, candidate } }),
  });
  const operation = (await started.json()) as { id?: string };
  if (started.status !== 202 || operation.id === undefined) {
    throw new Error(`Howdah answered ${started.status}: ${JSON.stringify(operation)}`);
  }
  await waitUntil(
    'the operation has ended',
    async () => {
      const answer = await fetch(`${url}/api/operations/${operation.id}`);
      const { status } = (await answer.json()) as { status: string };
      if (status === 'failed' || status === 'unknown') throw new Error(`the operation ended as ${status}`);
      return status === 'succeeded';
    },
    100,
    120_000,
  );
}
