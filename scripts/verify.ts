import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * `npm run verify`: the unit tests, and beside them, on another core, format and lint, types and dead code one after
 * another. What these say is shown when the tests have ended. Words after `--` go to the tests.
 */
const checks = ['check:style', 'check:types', 'check:dead'] as const;

interface Ended {
  readonly script: string;
  readonly passed: boolean;
  readonly said: string;
}

async function check(script: string): Promise<Ended> {
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
  }
  const [code] = await once(child, 'close');
  return { script, passed: code === 0, said: said.join('') };
}

async function checkAll(): Promise<Ended[]> {
  const ended: Ended[] = [];
  for (const script of checks) ended.push(await check(script));
  return ended;
}

async function test(words: readonly string[]): Promise<Ended> {
  const child = spawn('npm', ['run', '--silent', 'test:unit', '--', ...words], { stdio: 'inherit' });
  const [code] = await once(child, 'close');
  return { script: 'test:unit', passed: code === 0, said: '' };
}

const given = process.argv.slice(2);
const beside = checkAll();
const tests = await test(given[0] === '--' ? given.slice(1) : given);
const ended = [...(await beside), tests];
for (const { script, passed, said } of ended) {
  process.stdout.write(`== ${script}: ${passed ? 'passed' : 'FAILED'}\n${passed ? '' : said}`);
}
process.exitCode = ended.every(({ passed }) => passed) ? 0 : 1;
