import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAccess } from '../fixtures/open-access';
import { refusalMs, SimulatedServer, SimulatedTime } from './fixtures/simulated-server';
import { gapMs, LoadSide } from './load-side';
import type { LoadAttempt, LoadOrder, LoadSideOrder } from './load-wire';

const durationMs = 3_000;
/** How finely the end of an outage is known, as docs/drills.md says. */
const promisedMs = 20;
const side: LoadSideOrder = {
  purpose: 'writes',
  hosts: [{ host: '127.0.0.1', port: 5000 }],
  wanted: 'any',
  connections: 1,
  ratePerSecond: 50,
  writers: 1,
};
const order: LoadOrder = {
  schema: 'drill',
  durationMs,
  login: { user: 'probe', password: null, database: 'app' },
  access: openAccess,
  sides: [side],
};

/** What a load on a port meets, until it is served, whose server comes at one moment and takes writes from another on. */
async function loadOn(loginMs: number, comesAtMs: number, promotedAtMs = comesAtMs) {
  const time = new SimulatedTime();
  const server = new SimulatedServer(time, loginMs);
  server.become('read_only', comesAtMs);
  server.become('writable', promotedAtMs);
  const attempts: LoadAttempt[] = [];
  const attempt = (one: LoadAttempt) => {
    attempts.push(one);
    if (one.failure === null) load.stop();
  };
  const load = new LoadSide(order, side, { attempt, connect: () => undefined }, time, server.sessions);
  await time.until(load.run(0, durationMs));
  const first = attempts.find(({ failure }) => failure === null);
  return {
    logins: server.logins,
    refused: attempts.filter(({ failure }) => failure !== null).length,
    /** When the first request that was served began, with its connecting. */
    firstSentMs: first === undefined ? Infinity : first.atMs - first.tookMs - first.connectMs,
    firstServedMs: first?.atMs ?? Infinity,
  };
}

describe('the search for the end of an outage', () => {
  it('sees it at once where a port refused until then, at whatever moment it comes', async () => {
    const anyMoment = fc.integer({ min: 100, max: 2_800 });
    await fc.assert(
      fc.asyncProperty(anyMoment, async (comesAtMs) => {
        const { refused, firstSentMs } = await loadOn(2, comesAtMs);
        expect(refused).toBeGreaterThan(0);
        expect(firstSentMs - comesAtMs).toBeLessThanOrEqual(promisedMs + refusalMs);
      }),
      { numRuns: 20 },
    );
  });

  it.each([10, 40, 80])(
    'buries no server under logins that comes back and needs %i ms for one',
    async (loginMs) => {
      const { logins, refused, firstServedMs } = await loadOn(loginMs, 300);
      expect(refused).toBeGreaterThan(5);
      // Of which two are begun at the same time, and share the processor.
      expect(firstServedMs - 300).toBeLessThanOrEqual(5 * loginMs);
      expect(logins).toBeLessThan(12);
    },
  );

  it('leaves a standby to be promoted, and sees at once that it takes writes', async () => {
    const anyMoment = fc.integer({ min: 600, max: 700 });
    await fc.assert(
      fc.asyncProperty(anyMoment, async (promotedAtMs) => {
        const { logins, firstSentMs } = await loadOn(40, 300, promotedAtMs);
        expect(firstSentMs - promotedAtMs).toBeLessThanOrEqual(promisedMs);
        expect(logins).toBeLessThan(9);
      }),
      { numRuns: 40 },
    );
  });
});

const nobody = { silent: 0, heard: 0, readOnly: 0 };

it('asks no port more often than one where nobody is at home, and the more rarely the more wait there', () => {
  const count = fc.nat(20);
  const more = fc.constantFrom('silent', 'heard', 'readOnly');
  fc.assert(
    fc.property(fc.record({ silent: count, heard: count, readOnly: count }), more, (scouts, one) => {
      expect(gapMs(scouts)).toBeGreaterThanOrEqual(gapMs(nobody));
      expect(gapMs({ ...scouts, [one]: scouts[one] + 1 })).toBeGreaterThanOrEqual(gapMs(scouts));
    }),
  );
  const many = { silent: 20, heard: 0, readOnly: 0 };
  const [silent, heard, readOnly] = [many, { ...nobody, heard: 1 }, { ...nobody, readOnly: 1 }].map(gapMs);
  for (const gap of [silent, heard, readOnly]) expect(gap).toBeGreaterThan(gapMs(nobody));
});

it('stopped, it begins nothing new, and tells what came of every request that it had begun', async () => {
  const anyMoment = fc.integer({ min: 0, max: 2_500 });
  await fc.assert(
    fc.asyncProperty(anyMoment, async (stoppedAtMs) => {
      const time = new SimulatedTime();
      const server = new SimulatedServer(time, 5);
      server.become('writable', 0);
      const attempts: LoadAttempt[] = [];
      const told = { attempt: (attempt: LoadAttempt) => attempts.push(attempt), connect: () => undefined };
      // So slow that it would have waited for its next request until long after.
      const load = new LoadSide(order, { ...side, ratePerSecond: 1 }, told, time, server.sessions);
      time.at(stoppedAtMs, () => load.stop());
      await time.until(load.run(0, durationMs));
      expect(time.nowMs() - stoppedAtMs).toBeLessThan(20);
      const begun = attempts.map(({ atMs, tookMs, connectMs }) => atMs - tookMs - connectMs);
      expect(begun.every((atMs) => atMs <= stoppedAtMs)).toBe(true);
      expect(server.acknowledged).toBe(attempts.filter(({ failure }) => failure === null).length);
    }),
    { numRuns: 20 },
  );
});
