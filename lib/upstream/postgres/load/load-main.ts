import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoadSide } from './load-side';
import type { LoadAttempt, LoadConnect, LoadLine, LoadOrder } from './load-wire';

/*
 * A process of its own, so that Howdah's other work does not disturb its clock. It is told what to do by the first
 * line of its standard input, stops at the second, and ends when that ends: a Howdah that is killed leaves no load.
 */
const connectPatienceMs = 8_000;
const tellEveryMs = 1_000;
/** One clock that never steps back. */
const nowMs = (): number => performance.timeOrigin + performance.now();

function say(line: LoadLine): Promise<void> {
  return new Promise((resolve) => process.stdout.write(`${JSON.stringify(line)}\n`, () => resolve()));
}

/** Ends the load, and says what has come until then; before it has begun there is nothing to say. */
let stop = (): void => process.exit(0);

async function run(order: LoadOrder): Promise<void> {
  let attempts: LoadAttempt[] = [];
  let connects: LoadConnect[] = [];
  const told = {
    attempt: (attempt: LoadAttempt) => void attempts.push(attempt),
    connect: (connect: LoadConnect) => void connects.push(connect),
  };
  const sides = order.sides.map((side) => new LoadSide(order, side, told, { nowMs, sleep }));
  try {
    await Promise.all(sides.map((side) => side.connectAll(connectPatienceMs)));
  } catch (error) {
    await say({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    return;
  }
  const flush = () => {
    const line = { type: 'second', atMs: nowMs(), attempts, connects } as const;
    attempts = [];
    connects = [];
    return say(line);
  };
  const beganMs = nowMs();
  await say({ type: 'begun', atMs: beganMs });
  const timer = setInterval(() => void flush(), tellEveryMs);
  const untilMs = beganMs + order.durationMs;
  stop = () => {
    for (const side of sides) side.stop();
  };
  await Promise.all(sides.map((side) => side.run(beganMs, untilMs)));
  clearInterval(timer);
  await flush();
  await say({ type: 'ended', atMs: Math.min(nowMs(), untilMs) });
}

const input = createInterface({ input: process.stdin });
let isRunning = false;
input.on('line', (line) => {
  if (isRunning) {
    stop();
    return;
  }
  isRunning = true;
  run(JSON.parse(line)).then(
    () => process.exit(0),
    (error: unknown) => void say({ type: 'failed', message: String(error) }).then(() => process.exit(1)),
  );
});
input.once('close', () => process.exit(0));
