import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backwardsFromLog,
  type LogLine,
  readLog,
  rowsFromLog,
  sideFromLog,
} from './fixtures/account-from-log';
import { accountOf, type DrillAttempt, type DrillWindow, SideTally } from './side-tally';

const began = Date.parse('2026-11-24T03:00:00.000Z');
const memberOf = (address: string) => `node${address.split('.').at(-1)}`;

type Request = Extract<LogLine, { type: 'request' }>;
type Connect = Extract<LogLine, { type: 'connect' }>;

/** A clock of a real machine tells no whole milliseconds; on a coarse one two moments are often the same. */
const ms = (max: number) =>
  fc.oneof(
    fc.nat(max * 16).map((sixteenths) => sixteenths / 16),
    fc.nat(Math.ceil(max / 40)).map((steps) => 40 * steps),
  );
const failures = [
  null,
  null,
  null,
  null,
  { sqlstate: '57P01', message: 'terminating connection due to administrator command' },
  { sqlstate: '25006', message: 'cannot execute INSERT in a read-only transaction' },
  { sqlstate: null, message: 'the connection was closed' },
  { sqlstate: null, message: 'connect ECONNREFUSED 127.0.0.10:5000' },
];
const step = fc.record({
  gapMs: fc.oneof({ weight: 4, arbitrary: ms(120) }, { weight: 1, arbitrary: ms(2_600) }),
  tookMs: fc.oneof({ weight: 4, arbitrary: ms(60) }, { weight: 1, arbitrary: ms(2_400) }),
  connectMs: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: ms(1_200) }),
  connection: fc.integer({ min: 1, max: 3 }),
  backwards: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(9) }),
  failure: fc.constantFrom(...failures),
  isOnlyConnecting: fc.boolean(),
  address: fc.constantFrom(null, '127.0.0.11', '127.0.0.12'),
  isConnect: fc.nat(6).map((chance) => chance === 0),
});
const steps = fc.oneof(fc.array(step, { maxLength: 40 }), fc.array(step, { minLength: 100, maxLength: 160 }));
const logs = steps.map((list): LogLine[] => {
  let atMs = began;
  let number = 0;
  const lines: LogLine[] = [{ type: 'begun', atMs }];
  for (const one of list) {
    atMs += one.gapMs;
    const { address, connection, failure } = one;
    if (one.isConnect) {
      const server = address === null ? null : { address, port: 5432 };
      lines.push({ type: 'connect', purpose: 'writes', atMs, isAgain: number > 0, server });
      continue;
    }
    const isConnecting = failure !== null && one.isOnlyConnecting;
    if (!isConnecting) number += 1;
    lines.push({
      type: 'request',
      purpose: 'writes',
      connection,
      atMs,
      tookMs: one.tookMs,
      connectMs: isConnecting ? 0 : one.connectMs,
      number: isConnecting ? null : number,
      backwards: failure === null ? one.backwards : 0,
      failure,
    });
  }
  return lines;
});

const requestsOf = (log: readonly LogLine[]): Request[] => log.filter((line) => line.type === 'request');

/** As the operation feeds it: line by line, and asked now and then how it stands. */
function tallyOf(log: readonly LogLine[], askedEvery: number): SideTally {
  const tally = new SideTally('haproxy:5000', began);
  const connected = ({ atMs, isAgain, server }: Connect) =>
    tally.connected(
      atMs,
      isAgain,
      server === null ? (tally.lastAnswered ?? 'unknown') : memberOf(server.address),
    );
  for (const [index, line] of log.entries()) {
    if (line.type === 'connect') connected(line);
    if (line.type === 'request') tally.add(line satisfies DrillAttempt);
    if (index % askedEvery === 0) tally.side(line.atMs, null, false);
  }
  return tally;
}

describe('the report of a drill', () => {
  it('says of any log what an independent reading of that log says', () => {
    const window = fc.option(fc.tuple(fc.nat(8_000), fc.option(fc.nat(6_000), { nil: null })), { nil: null });
    fc.assert(
      fc.property(
        logs,
        window,
        fc.nat(3_000),
        fc.integer({ min: 1, max: 12 }),
        (log, middle, restMs, every) => {
          const endMs = Math.floor(log.at(-1)?.atMs ?? began) + restMs;
          const eventMs = middle === null ? null : began + middle[0];
          const eventEndMs = eventMs === null || middle?.[1] == null ? null : eventMs + middle[1];
          const told: DrillWindow | null = eventMs === null ? null : { fromMs: eventMs, endMs: eventEndMs };
          const { target, ...side } = tallyOf(log, every).side(endMs, told, true);
          expect(target).toBe('haproxy:5000');
          const kept = readLog(log.map((line) => JSON.stringify(line)).join('\n'));
          expect(side).toEqual(sideFromLog(kept, 'writes', { endMs, eventMs, eventEndMs, memberOf }));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('names exactly the rows that an independent reading of the log holds against those that are there', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.boolean(), { minLength: 160, maxLength: 160 }), (log, isThere) => {
        const there = requestsOf(log)
          .filter((_, index) => isThere[index])
          .flatMap(({ connection, number }) => (number === null ? [] : [{ writer: connection, number }]));
        const keys = new Set(there.map(({ writer, number }) => `${writer}/${number}`));
        expect(accountOf(tallyOf(log, 1_000), there)).toEqual(rowsFromLog(log, keys));
      }),
    );
  });

  it('says how far reads went backwards as the log does', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const reads = log.map((line) => ('purpose' in line ? { ...line, purpose: 'reads' as const } : line));
        expect(tallyOf(reads, 1_000).backwards).toEqual(backwardsFromLog(reads));
      }),
    );
  });
});
