import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Lab } from '@/lab/lab';
import { type BenchResult, median, milliseconds } from './figures';

const run = promisify(execFile);
const listRuns = 9;
const requests = 60;

/** `GET /api/clusters/demo` against `patronictl list`. */
export async function measureApiSpeed(lab: Lab, url: string): Promise<BenchResult> {
  const list: number[] = [];
  const get: number[] = [];
  for (let turn = 0; turn < listRuns; turn += 1) {
    const startedMs = performance.now();
    await run('patronictl', ['-c', `${lab.layout.root}/node1/patroni.yml`, 'list']);
    list.push(performance.now() - startedMs);
    for (let request = 0; request < requests / listRuns; request += 1) {
      const askedMs = performance.now();
      const answer = await fetch(`${url}/api/clusters/demo`);
      await answer.json();
      get.push(performance.now() - askedMs);
    }
  }
  const ratio = median(list) / median(get);
  return {
    title: 'GET /api/clusters/demo against patronictl list',
    method: `${listRuns} runs of patronictl list and ${get.length} requests, taken in turns on the same lab; medians, whole answers.`,
    figures: [
      { name: 'patronictl list', value: milliseconds(median(list)), limit: '', kept: true },
      { name: 'GET /api/clusters/demo', value: milliseconds(median(get)), limit: '', kept: true },
      { name: 'times faster', value: ratio.toFixed(0), limit: '≥ 30', kept: ratio >= 30 },
    ],
  };
}
