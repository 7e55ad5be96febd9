import { type DrillInput, type DrillReport, drillInputSchema } from '@/lib/contract/drills';
import { drillSummaryOf, errorsOf } from '@/lib/domain/drills/drill-summary';
import { verdictWords } from '@/lib/domain/drills/drill-words';
import { drillSteps, drillTitle, judgeDrill } from '@/lib/domain/drills/judge-drill';
import { block } from '@/lib/domain/preflight';
import { howToConfigure } from '@/lib/settings/how-to';
import { defineKind, type KindPlan, type OperationRun, type StepContext, type StepEnd } from '../kind';
import { account, bringBack, close, putDrillBack, removeSchema } from './drill/finish';
import { groundOf, portsOf, stopsOf } from './drill/ground';
import { runDrillLoad, type Tallies } from './drill/load';
import { type DrillMemory, drillPorts, memoryOf, planOf, reportOf, schemaOf } from './drill/memory';

const createMs = 5_000;

/** Real load through the ports of applications for a set time, with something happening in its middle. */
export const drill = defineKind<DrillInput>({
  kind: 'drill',
  schema: drillInputSchema,
  role: 'operator',
  confirm: 'button',
  measures: [],
  title: drillTitle,
  memberOf: ({ member }) => (member === null ? null : { field: 'member', name: member }),
  async plan(input, context) {
    const { port, snapshot, nowMs } = context;
    const ports = portsOf(port.settings, snapshot, input.proxy);
    if (typeof ports === 'string') return impossible(ports);
    const facts = await groundOf(input, ports, context);
    const schema = schemaOf('XXXXXXXX');
    const steps = drillSteps(input, facts, schema);
    return {
      ...judgeDrill(snapshot, input, facts, nowMs),
      options: null,
      steps,
      commands: steps.flatMap(({ command }) => command ?? []),
      confirmLabel: 'Run this drill',
      ...(facts.isLab
        ? {}
        : { nameWanted: 'applications may depend on this cluster, and would feel the drill' }),
    };
  },
  begin: beginDrill,
});

function impossible(why: string): KindPlan {
  const reason = why.startsWith('Probes')
    ? `These lines of the cluster in howdah.yaml switch them on: ${howToConfigure.probes}`
    : why;
  return {
    effect: why,
    checks: [block('settings', 'A drill has no way to write and read', reason)],
    blocked: true,
    options: null,
    steps: [],
    commands: [],
    confirmLabel: 'Run this drill',
  };
}

function beginDrill(input: DrillInput): OperationRun {
  const tallies: Tallies = {};
  let last: DrillReport | null = null;
  return {
    steps: [
      {
        id: 'prepare',
        changes: true,
        run: (context) => prepare(context, input),
        // Made once or twice, it is the same.
        verify: async () => ({ end: 'again' }),
      },
      { id: 'load', run: (context) => runDrillLoad(context, input, tallies) },
      { id: 'return', run: bringBack },
      { id: 'account', run: (context) => account(context, input, tallies) },
      {
        id: 'clean',
        async run(context) {
          const { failure, interrupted } = memoryOf(context);
          const end = await close(
            context,
            input,
            interrupted === true ? 'interrupted' : failure === undefined ? 'finished' : 'failed',
          );
          last = await reportOf(context, input);
          return end;
        },
      },
    ],
    putBack: putDrillBack(input, tallies),
    conclude: () => ({
      summary: last === null ? 'The drill has ended.' : verdictWords(drillSummaryOf(last)),
      facts: last === null ? {} : factsOf(last),
    }),
    release() {},
  };
}

async function prepare(context: StepContext, input: DrillInput): Promise<StepEnd> {
  const snapshot = context.port.snapshot();
  const ports = drillPorts(context, input);
  const plan = memoryOf(context).plan ?? {
    schema: schemaOf(context.id),
    stops: stopsOf(input, snapshot),
    subject: input.event === 'restart' ? (input.member ?? snapshot.leader) : snapshot.leader,
    served: snapshot.members
      .filter(({ condition, patroni }) => condition === 'serving' && patroni.status === 'fresh')
      .map(({ name }) => name),
  };
  await context.remember({ sentAtMs: context.clock.nowMs(), plan } satisfies DrillMemory);
  await context.drills.keep(await reportOf(context, input));
  const made = await context.drillCalls.createSchema(ports.writes, planOf(context).schema, createMs);
  if (made.ok) return { end: 'done', message: `${plan.schema} was made.` };
  const failure = `No schema could be made: ${made.reason}.`;
  context.note({ failure } satisfies DrillMemory);
  // It may be there all the same.
  const left = await removeSchema(context, input);
  const now = new Date(context.clock.nowMs()).toISOString();
  const report = await reportOf(context, input);
  await context.drills.keep({ ...report, outcome: 'failed', endedAt: now, failure, cleaned: left === null });
  return { end: 'failed', message: left === null ? failure : `${failure} ${left}` };
}

function factsOf({ writes, reads, account: counted }: DrillReport) {
  return {
    writeOutageMs: writes?.outageMs ?? null,
    readOutageMs: reads?.outageMs ?? null,
    writeErrors: writes === null ? null : errorsOf(writes),
    readErrors: reads === null ? null : errorsOf(reads),
    lost: counted?.lost.length ?? null,
    unacknowledged: counted?.unacknowledged.length ?? null,
  };
}
