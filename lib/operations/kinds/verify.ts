import { type VerifyInput, verifyInputSchema } from '@/lib/contract/operations';
import { formatCount } from '@/lib/domain/format';
import { verifyArguments } from '@/lib/domain/repository/commands';
import { errorText } from '@/lib/domain/repository/pgbackrest-log';
import {
  judgeVerify,
  notVerifiedText,
  type VerifiedRepositories,
  type VerifyOutcome,
  verifiedRepositories,
  verifyCommands,
  verifyOutcome,
  verifySteps,
  verifyTitle,
} from '@/lib/domain/repository/verify-plan';
import { verifyReport } from '@/lib/domain/repository/verify-report';
import { defineKind, type OperationRun, type StepContext, type StepEnd } from '../kind';
import { outputRun } from './repository-output';
import { asNumbered, repositoryNow, repositoryPlace } from './repository-place';

/** Has pgBackRest read everything in the repository and compare it with its checksums. */
export const verify = defineKind<VerifyInput>({
  kind: 'verify',
  schema: verifyInputSchema,
  role: 'operator',
  confirm: 'button',
  measures: ['durationMs'],
  title: verifyTitle,
  memberOf: () => null,
  async plan(input, context) {
    const place = repositoryPlace(context.port.settings);
    const now = await repositoryNow(context);
    const asked = asNumbered(input, now.index);
    return {
      ...judgeVerify({ ...now, nowMs: context.nowMs, measuredMs: context.measured }, input),
      options: null,
      steps: verifySteps(place.host, place, asked),
      commands: verifyCommands(place, asked),
      confirmLabel: verifyTitle(input),
    };
  },
  begin: beginVerify,
});

interface VerifyMemory {
  readonly outcome?: VerifyOutcome;
  readonly gaps?: number | null;
}

function beginVerify(input: VerifyInput): OperationRun {
  const memoryOf = (context: StepContext) => context.memory() as VerifyMemory;
  const run = outputRun({
    id: 'verify',
    placeOf: ({ port }) => repositoryPlace(port.settings),
    arguments: (place, { port }) => verifyArguments(place, asNumbered(input, port.backupIndex().value)),
    async judge(context, output, exitCode): Promise<StepEnd> {
      const report = verifyReport(output);
      if (report === null || exitCode === null)
        return { end: 'failed', message: unreadText(output, exitCode) };
      const outcome = verifyOutcome(report, input.set);
      for (const line of report.files) context.log(line);
      context.note({ outcome } satisfies VerifyMemory);
      if (outcome.damage.length > 0) return { end: 'failed', message: `Damage: ${outcome.damage.join(' ')}` };
      if (exitCode !== 0)
        return { end: 'failed', message: errorText(report) ?? `pgBackRest ended with code ${exitCode}.` };
      if (input.set !== null && outcome.backups === 0) {
        return {
          end: 'failed',
          message: `pgBackRest verified the repository, but says nothing of ${input.set}.`,
        };
      }
      return { end: 'done', message: wholeText(outcome, repositoriesOf(context)) };
    },
  });

  const repositoriesOf = ({ port }: StepContext) =>
    verifiedRepositories(port.backupIndex().value, input.repository);

  const gaps = async (context: StepContext): Promise<StepEnd> => {
    const answer = await context.port.recoveryIndex(0);
    if (!answer.ok) {
      return { end: 'skipped', message: `Whether WAL lacks in between is not known: ${answer.reason}` };
    }
    const repositories = answer.value.repositories.filter(
      ({ key }) => repositoriesOf(context).verified === null || key === repositoriesOf(context).verified,
    );
    const found = repositories.flatMap(({ key, lanes }) =>
      lanes.flatMap(({ timeline, gaps: missing }) =>
        missing.map(({ first, last }) => ({ key, timeline, segments: last - first + 1 })),
      ),
    );
    const segments = found.reduce((sum, gap) => sum + gap.segments, 0);
    context.note({ gaps: segments } satisfies VerifyMemory);
    if (segments === 0) return { end: 'done', message: 'No segment that is needed lacks.' };
    const each = found.map((gap) => `${gap.segments} on timeline ${gap.timeline} in repo${gap.key}`);
    return {
      end: 'failed',
      message: `What is there is whole, but WAL segments lack: ${each.join(', ')}. What came after a gap cannot be reached from a backup before it.`,
    };
  };

  return {
    ...run,
    steps: [...run.steps, { id: 'gaps', run: gaps }],
    conclude(context) {
      const { outcome, gaps: missing = null } = memoryOf(context);
      const lacking = missing === null ? ' Whether WAL lacks in between is not known.' : '';
      return {
        summary: `${outcome === undefined ? 'Nothing was found.' : wholeText(outcome, repositoriesOf(context))}${lacking}`,
        facts: {
          repository: repositoriesOf(context).verified,
          backups: outcome?.backups ?? null,
          files: outcome?.files ?? null,
          walSegments: outcome?.wal ?? null,
          missingSegments: missing,
          durationMs: run.durationMs(context),
        },
      };
    },
    release() {},
  };
}

function wholeText(
  { backups, files, wal }: VerifyOutcome,
  { verified, others }: VerifiedRepositories,
): string {
  const sets = backups === 1 ? '1 backup' : `${formatCount(backups)} backups`;
  const where = verified === null || others.length === 0 ? '' : ` in repo${verified}`;
  const rest = others.length === 0 ? '' : ` ${notVerifiedText(others)}`;
  return `${sets} with ${formatCount(files)} files and ${formatCount(wal)} WAL segments${where} are as they were written.${rest}`;
}

function unreadText(output: string, exitCode: number | null): string {
  if (exitCode === null)
    return 'pgBackRest was ended by something else, or its host was restarted; nothing is known.';
  const said = /ERROR: (.*)/.exec(output)?.[1];
  const old = said?.includes("'output'") === true ? ' A report needs pgBackRest 2.41.' : '';
  return `pgBackRest wrote no report (code ${exitCode})${said === undefined ? '' : `: ${said}`}.${old}`;
}
