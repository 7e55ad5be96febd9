import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { openAccess } from '../fixtures/open-access';
import { runLoad } from './load-process';
import type { LoadLine, LoadOrder } from './load-wire';

const order: LoadOrder = {
  schema: 'howdah_drill_00000000',
  durationMs: 60_000,
  login: { user: 'nobody', password: 'open sesame', database: 'app' },
  access: openAccess,
  sides: [
    {
      purpose: 'writes',
      // A port that nobody listens on.
      hosts: [{ host: '127.0.0.1', port: 1 }],
      wanted: 'any',
      connections: 1,
      ratePerSecond: 10,
      writers: 1,
    },
  ],
};

it('ends with the one that started it, however that ends', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/upstream/postgres/load/load-main.ts'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.write(`${JSON.stringify(order)}\n`);
  // What the kernel does to the pipe of a process that was killed.
  child.stdin.end();
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});

it('is ended by its signal, and says that it did not come to its end', async () => {
  const lines: LoadLine[] = [];
  const stopping = new AbortController();
  const running = runLoad(order, (line) => lines.push(line), stopping.signal);
  stopping.abort();
  expect(await running).toBe('it ended before its time');
  expect(lines).toEqual([]);
});
