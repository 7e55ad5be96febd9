import type { DrillInput, DrillReport } from '@/lib/contract/drills';
import type { ChangeMemory } from '@/lib/domain/changes';
import { type Happening, happeningsBetween } from '@/lib/domain/drills/happenings';
import { type DrillWindow, SideTally } from '@/lib/domain/drills/side-tally';
import { whoAnswered } from '@/lib/domain/routing/who-answered';
import { errorText } from '@/lib/store/store-error';
import { accessOf } from '@/lib/upstream/postgres/guarded-client';
import type { LoadConnect, LoadLine, LoadOrder, LoadPurpose } from '@/lib/upstream/postgres/load/load-wire';
import { logLines } from '@/lib/upstream/postgres/load/log-lines';
import type { StepContext, StepEnd } from '../../kind';
import { runEvent } from './event';
import type { DrillPorts } from './ground';
import { type DrillMemory, drillPorts, memoryOf, planOf, reportOf } from './memory';

const watchMs = 300;

/** What the load has counted; gone with the process that counted it. */
export type Tallies = Partial<Record<LoadPurpose, SideTally>>;

/** Runs the load, and in its middle what happens there; keeps the report once a second. */
export async function runDrillLoad(
  context: StepContext,
  input: DrillInput,
  tallies: Tallies,
): Promise<StepEnd> {
  const { clock, signal } = context;
  if (memoryOf(context).loadBegun === true) {
    const failure = 'Howdah was stopped in the middle of the load, and the load with it.';
    context.note({ failure, interrupted: true } satisfies DrillMemory);
    return { end: 'open', message: failure, needsPerson: null };
  }
  try {
    await context.remember({ loadBegun: true } satisfies DrillMemory);
  } catch (error) {
    // What was made before is taken away all the same.
    const failure = `The load was not begun: ${errorText(error)}.`;
    context.note({ failure } satisfies DrillMemory);
    return { end: 'open', message: failure, needsPerson: null };
  }
  const ports = drillPorts(context, input);
  let report: DrillReport = await reportOf(context, input);
  const happenings: Happening[] = [];
  const ending = new AbortController();
  const both = AbortSignal.any([signal, ending.signal]);
  let window: DrillWindow | null = null;
  let failure: string | null = null;
  let event: Promise<void> = Promise.resolve();

  const happened = (who: Happening['who'], subject: string | null, text: string, atMs = clock.nowMs()) => {
    happenings.push({ at: new Date(atMs).toISOString(), who, subject, text });
    context.log(text);
  };
  const told = {
    began: () => {
      window = { fromMs: clock.nowMs(), endMs: null };
      report = { ...report, eventAt: new Date(window.fromMs).toISOString() };
    },
    operation: (id: string) => {
      report = { ...report, eventOperationId: report.eventOperationId ?? id };
    },
    happened: (subject: string | null, text: string) => happened('howdah', subject, text),
    downs: (downs: DrillReport['downs'], allDownMs: number | null) => {
      report = { ...report, downs, allDownMs };
    },
  };
  const begin = (atMs: number) => {
    report = { ...report, loadStartedAt: new Date(atMs).toISOString() };
    if (input.writers > 0) tallies.writes = new SideTally(ports.writes.target, atMs);
    if (input.readers > 0) tallies.reads = new SideTally(ports.reads.target, atMs);
    event = runEvent(context, input, atMs, told)
      .catch((error: unknown) => {
        failure = errorText(error);
        happened('howdah', null, failure);
      })
      .finally(() => {
        if (window === null) return;
        const endMs = clock.nowMs();
        window = { ...window, endMs };
        report = { ...report, eventEndedAt: new Date(endMs).toISOString() };
      });
  };
  const connected = ({ purpose, server, startedAtMs, atMs, isAgain }: LoadConnect) => {
    const tally = tallies[purpose];
    const member = whoAnswered({ server, startedAtMs }, context.port.snapshot().members);
    // It broke again before it could say whose it was.
    const name =
      member ?? (server === null ? tally?.lastAnswered : `${server.address}:${server.port}`) ?? 'unknown';
    const isNew = tally?.lastAnswered !== undefined && tally.lastAnswered !== name;
    tally?.connected(atMs, isAgain, name);
    if (purpose === 'writes' && isNew) happened('postgres', name, `${name} answers writes`, atMs);
  };
  const finish = (nowMs: number, isOver: boolean) => {
    report = {
      ...report,
      writes: tallies.writes?.side(nowMs, window, isOver) ?? null,
      reads: tallies.reads?.side(nowMs, window, isOver) ?? null,
      backwards: tallies.reads?.backwards ?? null,
      happenings: [...happenings].sort((a, b) => a.at.localeCompare(b.at)),
    };
  };
  let keeping: Promise<unknown> = Promise.resolve();
  const onLine = (line: LoadLine) => {
    // Without its log a drill is worth as much.
    keeping = keeping.then(() => context.drills.log(context.id, logLines(line))).catch(() => undefined);
    if (line.type === 'begun') begin(line.atMs);
    if (line.type === 'ended') report = { ...report, loadEndedAt: new Date(line.atMs).toISOString() };
    if (line.type !== 'second') return;
    for (const connect of line.connects) connected(connect);
    for (const attempt of line.attempts) tallies[attempt.purpose]?.add(attempt);
    finish(line.atMs, false);
    keeping = keeping.then(() => context.drills.keep(report)).catch(() => undefined);
    const passedMs = line.atMs - Date.parse(report.loadStartedAt ?? '');
    context.progress(
      Math.min(1, passedMs / (input.durationSeconds * 1000)),
      progressWords(report, passedMs, input.durationSeconds),
    );
  };

  const watching = watch(context, both, (seen) => happenings.push(...seen));
  const trouble = await context.drillCalls.runLoad(orderOf(context, input, ports), onLine, signal);
  // What happens in the middle may last longer than the load; the return of members is waited for.
  if (trouble !== null) ending.abort();
  await event;
  ending.abort();
  await watching;
  await keeping;
  const endMs = report.loadEndedAt === null ? clock.nowMs() : Date.parse(report.loadEndedAt);
  finish(endMs, true);
  await context.drills.keep({ ...report, loadEndedAt: new Date(endMs).toISOString() });
  if (context.isLeaving() || signal.aborted) return { end: 'failed', message: 'stopped' };
  failure = trouble === null ? failure : `The load did not come to its end: ${trouble}.`;
  if (failure !== null) {
    context.note({ failure } satisfies DrillMemory);
    return { end: 'open', message: failure, needsPerson: null };
  }
  return { end: 'done', message: progressWords(report, input.durationSeconds * 1000, input.durationSeconds) };
}

function progressWords({ writes, reads }: DrillReport, passedMs: number, seconds: number): string {
  const side = (name: string, one: DrillReport['writes']) =>
    one === null ? [] : [`${one.done} ${name}, ${one.attempted - one.done} failed`];
  const passed = Math.min(seconds, Math.round(passedMs / 1000));
  return [`${passed} of ${seconds} s`, ...side('writes', writes), ...side('reads', reads)].join('; ');
}

function orderOf(context: StepContext, input: DrillInput, ports: DrillPorts): LoadOrder {
  const { probes } = ports.writes;
  const { user, password, database } = probes;
  const { writers, readers, writesPerSecond, readsPerSecond } = input;
  const side = (purpose: LoadPurpose, connections: number, ratePerSecond: number) => {
    const { hosts, wanted } = ports[purpose];
    return connections === 0 ? [] : [{ purpose, hosts, wanted, connections, ratePerSecond, writers }];
  };
  return {
    schema: planOf(context).schema,
    durationMs: input.durationSeconds * 1000,
    login: { user, password, database },
    access: accessOf(probes),
    sides: [...side('writes', writers, writesPerSecond), ...side('reads', readers, readsPerSecond)],
  };
}

/** Looks at the cluster more often than anybody else does, and tells what changed. */
async function watch(
  { port, clock }: StepContext,
  signal: AbortSignal,
  tell: (happenings: Happening[]) => void,
): Promise<void> {
  let before = port.snapshot();
  let memory: ChangeMemory = { leader: before.leader, timeline: before.timeline, overLimit: new Set() };
  while (!signal.aborted) {
    const after = await port.refresh();
    const seen = happeningsBetween(before, after, memory, port.settings.lagLimitBytes);
    memory = seen.memory;
    tell(seen.happenings);
    before = after;
    await clock.sleep(watchMs, signal);
  }
}
