import { type CheckInput, checkInputSchema } from '@/lib/contract/operations';
import {
  checkCommands,
  checkReport,
  checkSteps,
  checkTitle,
  judgeCheck,
} from '@/lib/domain/repository/check-plan';
import { checkArguments } from '@/lib/domain/repository/commands';
import { defineKind, type OperationRun, type StepContext, type StepEnd } from '../kind';
import { outputRun } from './repository-output';
import { checkPlace, repositoryNow } from './repository-place';

/** Asks pgBackRest whether archiving works from end to end. */
export const check = defineKind<CheckInput>({
  kind: 'check',
  schema: checkInputSchema,
  role: 'operator',
  confirm: 'button',
  measures: ['durationMs'],
  title: () => checkTitle,
  memberOf: () => null,
  async plan(_input, context) {
    const { snapshot } = await repositoryNow(context);
    const place = checkPlace(context.port.settings, snapshot);
    return {
      ...judgeCheck(snapshot, context.nowMs),
      options: null,
      steps: checkSteps(place.host, place),
      commands: checkCommands(place),
      confirmLabel: checkTitle,
    };
  },
  begin: beginCheck,
});

interface CheckMemory {
  readonly archived?: readonly { readonly repository: number; readonly segment: string }[];
  readonly warnings?: readonly string[];
}

function beginCheck(): OperationRun {
  const memoryOf = (context: StepContext) => context.memory() as CheckMemory;
  const steps = outputRun({
    id: 'check',
    placeOf: (context) => checkPlace(context.port.settings, context.port.snapshot()),
    arguments: checkArguments,
    async judge(context, output, exitCode): Promise<StepEnd> {
      const { archived, error, warnings } = checkReport(output);
      if (exitCode !== 0 || error !== null) {
        return { end: 'failed', message: `pgBackRest’s check failed: ${error ?? `code ${exitCode}`}` };
      }
      context.note({ archived, warnings } satisfies CheckMemory);
      return { end: 'done', message: archivedText(archived) };
    },
  });
  return {
    ...steps,
    conclude(context) {
      const { archived = [], warnings = [] } = memoryOf(context);
      const warned = warnings.length === 0 ? '' : ` It warned: ${warnings.join('; ')}.`;
      return {
        summary: `${archivedText(archived)}${warned}`,
        facts: {
          segment: archived[0]?.segment ?? null,
          repositories: archived.length,
          durationMs: steps.durationMs(context),
        },
      };
    },
    release() {},
  };
}

function archivedText(
  archived: readonly { readonly repository: number; readonly segment: string }[],
): string {
  const [first] = archived;
  if (first === undefined) {
    return 'pgBackRest found nothing wrong with its configuration; it saw no primary, so that no segment was sent through the archive.';
  }
  const where = archived.map(({ repository }) => `repo${repository}`).join(' and ');
  return `Archiving works: segment ${first.segment} arrived in ${where}.`;
}
