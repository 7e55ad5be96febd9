import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Lab } from '@/lab/lab';
import { type BenchResult, median, milliseconds } from './figures';
import { isWhole, members, patroniCluster, waitUntil } from './lab';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./restore-by-hand.sh', import.meta.url));
const rounds = 3;

/** A whole restore by Howdah, accepted at once, against a script that runs the same commands. */
export async function measureRestore(lab: Lab, url: string): Promise<BenchResult> {
  const byHand: number[] = [];
  const byHowdah: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    byHand.push(await timed(lab, url, (aim) => restoreByHand(lab, aim)));
    byHowdah.push(await timed(lab, url, (aim) => restoreByHowdah(url, aim)));
  }
  const [hand, howdah] = [median(byHand), median(byHowdah)];
  const allowedMs = Math.max(hand * 0.1, 5_000);
  return {
    title: 'A whole restore of the cluster',
    method: `${rounds} restores by each, in turns, onto a replica, to a moment some seconds back: from the first command (or the POST) to every member streaming and pgBackRest's check passed; medians.`,
    figures: [
      { name: 'the same commands as a script', value: milliseconds(hand), limit: '', kept: true },
      { name: 'Howdah', value: milliseconds(howdah), limit: '', kept: true },
      {
        name: 'difference',
        value: milliseconds(howdah - hand),
        limit: `≤ 10 % or 5 s, whichever is more: ${milliseconds(allowedMs)}`,
        kept: howdah - hand <= allowedMs,
      },
    ],
  };
}

interface Aim {
  readonly leader: string;
  readonly member: string;
  readonly others: readonly string[];
  readonly at: string;
  readonly set: string;
  readonly timeline: number;
}

async function timed(lab: Lab, url: string, restore: (aim: Aim) => Promise<void>): Promise<number> {
  await waitUntil('the cluster is whole', () => isWhole(lab), 200, 90_000);
  await takeBackup(url);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const at = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const { members: listed } = await patroniCluster(lab);
  const leader = listed.find((member) => member.role === 'leader')?.name;
  const [member, ...others] = members.filter((name) => name !== leader);
  if (leader === undefined || member === undefined) throw new Error('no leader');
  const input = { member, target: { type: 'time', at }, backup: false };
  const plan = (await post(`${url}/api/clusters/demo/plans`, { kind: 'restore', input })) as {
    commands: string[];
    blocked: boolean;
  };
  const command = plan.commands.find((text) => text.includes('--set=')) ?? '';
  const set = /--set=(\S+)/.exec(command)?.[1];
  const timeline = Number(/--target-timeline=(\d+)/.exec(command)?.[1]);
  if (set === undefined || plan.blocked) throw new Error(`no restore is possible: ${JSON.stringify(plan)}`);
  const startedMs = performance.now();
  await restore({ leader, member, others, at, set, timeline });
  return performance.now() - startedMs;
}

async function restoreByHand(lab: Lab, aim: Aim): Promise<void> {
  const password = readFileSync(`${lab.layout.root}/secrets/patroni-rest`, 'utf8').trim();
  const { stdout } = await run('sh', ['-c', 'ls -d /usr/lib/postgresql/*/bin | tail -n 1']);
  await run('bash', [script], {
    env: {
      ...process.env,
      LAB: lab.layout.root,
      BIN: stdout.trim(),
      LEADER: aim.leader,
      MEMBER: aim.member,
      OTHERS: aim.others.join(' '),
      SET: aim.set,
      TARGET: aim.at.replace('T', ' ').replace('Z', '+00'),
      TIMELINE: String(aim.timeline),
      USER_PASSWORD: `howdah:${password}`,
    },
    timeout: 180_000,
  });
}

async function restoreByHowdah(url: string, { member, at }: Aim): Promise<void> {
  const input = { member, target: { type: 'time', at }, backup: false };
  const { id } = (await post(`${url}/api/clusters/demo/operations`, {
    kind: 'restore',
    input,
    confirm: 'demo',
  })) as { id: string };
  let accepted = false;
  await waitUntil(
    'the restore has ended',
    async () => {
      const answer = await fetch(`${url}/api/operations/${id}`);
      const { status, gate } = (await answer.json()) as {
        status: string;
        gate: { id: string; message: string } | null;
      };
      if (gate?.id === 'trouble') throw new Error(gate.message);
      if (gate?.id === 'look' && !accepted) {
        accepted = true;
        await post(`${url}/api/operations/${id}/accept`, { decision: 'accept' });
      }
      if (status === 'failed' || status === 'unknown') throw new Error(`it ended as ${status}`);
      return status === 'succeeded';
    },
    100,
    180_000,
  );
}

/** So that what is restored lies on the timeline of now. */
async function takeBackup(url: string): Promise<void> {
  const { id } = (await post(`${url}/api/clusters/demo/operations`, {
    kind: 'backup',
    input: { type: 'full' },
  })) as { id: string };
  await waitUntil(
    'the backup has ended',
    async () => {
      const answer = await fetch(`${url}/api/operations/${id}`);
      const { status, summary } = (await answer.json()) as { status: string; summary: string };
      if (status === 'failed' || status === 'unknown') throw new Error(summary);
      return status === 'succeeded';
    },
    200,
    120_000,
  );
}

async function post(url: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`Howdah answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
