import { type RestoreTestInput, restoreTestInputSchema } from '@/lib/contract/operations';
import type { RestoreTestReport } from '@/lib/contract/restore-tests';
import { formatDurationMs } from '@/lib/domain/format';
import { block } from '@/lib/domain/preflight';
import { judgeRestoreTest } from '@/lib/domain/restore-tests/judge-restore-test';
import { scratchPlace } from '@/lib/domain/restore-tests/scratch-place';
import { restoreTestSteps, restoreTestTitle } from '@/lib/domain/restore-tests/test-steps';
import { howToConfigure } from '@/lib/settings/how-to';
import { defineKind, type KindPlan, type OperationRun, type StepContext } from '../kind';
import { checkData } from './restore-test/check';
import { memoryOf, planOf, reportOf } from './restore-test/memory';
import { recoverInstance } from './restore-test/recover';
import { makePlace, phase, restoreSet } from './restore-test/steps';
import { surveyTest } from './restore-test/survey';
import { finishTest, needsOf, putTestBack } from './restore-test/take-down';
import { scratchRestoreOf, startCommand } from './restore-test/test-plan';

const listedAgoMs = 60_000;

/** Proves a backup: restores it into a scratch instance, checks it there, and takes it down again. */
export const restoreTest = defineKind<RestoreTestInput>({
  kind: 'restore_test',
  schema: restoreTestInputSchema,
  role: 'operator',
  confirm: 'button',
  measures: ['totalMs'],
  title: restoreTestTitle,
  memberOf: () => null,
  async plan(input, { port, hosts, snapshot, nowMs, measured }) {
    const survey = await surveyTest(input, { port, hosts, snapshot, nowMs }, listedAgoMs);
    if (survey === null) return notConfigured;
    const { ground } = survey;
    const bin = ground.found?.binDirectory ?? null;
    const place = scratchPlace(ground.found?.directory ?? ground.directory, 'ID');
    const start = bin === null ? null : startCommand(bin, place, ground.port, 0);
    const steps = restoreTestSteps(ground, scratchRestoreOf(input, survey), start);
    return {
      ...judgeRestoreTest(snapshot, ground, measured),
      options: null,
      steps,
      // One after the other, not each by itself.
      commands: [steps.flatMap(({ command }) => command ?? []).join('\n')].filter((text) => text !== ''),
      confirmLabel: 'Test this restore',
    };
  },
  begin: beginTest,
});

const notConfigured: KindPlan = {
  effect: 'Restore tests are not configured.',
  checks: [
    block(
      'settings',
      'Restore tests are not configured',
      `These lines of the cluster in howdah.yaml switch them on: ${howToConfigure.restoreTests}`,
    ),
  ],
  blocked: true,
  options: null,
  steps: [],
  commands: [],
  confirmLabel: 'Test this restore',
};

function beginTest(input: RestoreTestInput): OperationRun {
  return {
    steps: [
      { id: 'make', run: (context) => makePlace(context, input) },
      phase('restore', restoreSet),
      phase('recover', recoverInstance),
      phase('check', checkData),
      {
        id: 'remove',
        async run(context) {
          const trouble = await finishTest(context, 'passed');
          if (trouble === null)
            return { end: 'done', message: `Nothing is left on ${planOf(context).host}.` };
          const message = `Everything held, but ${trouble}`;
          return { end: 'unknown', message, needsPerson: needsOf(context, trouble) };
        },
      },
    ],
    putBack: putTestBack,
    isFinal: (memory) => memory.final === true,
    conclude: (context) => conclusion(context, reportOf(context)),
    release() {},
  };
}

function conclusion(context: StepContext, report: RestoreTestReport) {
  const { set, totalMs, phases, databases, recoveredTo, walSegments } = report;
  const durations = phases.map(
    ({ id, durationMs }) => [`${id === 'recover' ? 'replay' : id}Ms`, durationMs] as const,
  );
  const to = recoveredTo?.at == null ? '' : `, recovered to ${recoveredTo.at}`;
  const took = totalMs === null ? '' : ` in ${formatDurationMs(totalMs)}`;
  return {
    summary: `${set?.label ?? 'The backup'} was restored${to} and checked${took}; nothing is left on ${memoryOf(context).plan?.host ?? report.host}.`,
    facts: {
      ...Object.fromEntries(durations),
      totalMs,
      walSegments,
      databases: databases.length,
      relations: databases.reduce((sum, database) => sum + database.relations, 0),
    },
  };
}
