import type { ExpireInput } from '@/lib/contract/operations';
import type { BackupIndex } from '@/lib/domain/backup-index';
import { expireArguments, infoCommand } from '@/lib/domain/repository/commands';
import type { DryRun } from '@/lib/domain/repository/expire-plan';
import { expireReport } from '@/lib/domain/repository/expire-report';
import { errorText } from '@/lib/domain/repository/pgbackrest-log';
import type { HostAccess } from '../host-access';
import type { OperationRun, StepContext, StepEnd } from '../kind';
import { outputRun } from './repository-output';
import { asNumbered, type PgbackrestPlace, repositoryPlace } from './repository-place';

/** Names of backups with their repositories: two of them may hold the same label. */
type Named = ExpireReportRow[];
interface ExpireReportRow {
  readonly repository: number;
  readonly label: string;
}

interface ExpireMemory {
  readonly sentAtMs?: number;
  /** What pgBackRest said right before that it would remove, and what was there. */
  readonly expected?: Named;
  readonly before?: Named;
  readonly gone?: Named;
}

const lookMs = 1_000;
const settleMs = 30_000;

const memoryOf = (context: StepContext) => context.memory() as ExpireMemory;
const keyOf = ({ repository, label }: ExpireReportRow) => `repo${repository} ${label}`;

/** Expires, and looks that exactly what was named is gone. */
export function beginExpire(
  input: ExpireInput,
  wouldRemove: (hosts: HostAccess, place: PgbackrestPlace, input: ExpireInput) => Promise<DryRun>,
): OperationRun {
  const command = outputRun({
    id: 'expire',
    placeOf: ({ port }) => repositoryPlace(port.settings),
    arguments: (place, { port }) =>
      expireArguments(place, asNumbered(input, port.backupIndex().value), 'real'),
    async judge(_context, output, exitCode): Promise<StepEnd> {
      const report = expireReport(output);
      const refused = errorText(report);
      if (exitCode === null) {
        return {
          end: 'open',
          message:
            'pgBackRest was ended by something else, or its host was restarted; the repository is looked at.',
          needsPerson: null,
        };
      }
      if (exitCode !== 0 || refused !== null) {
        return { end: 'failed', message: `pgBackRest did not expire: ${refused ?? `code ${exitCode}`}` };
      }
      return { end: 'done', message: removedText(report.removed) };
    },
  });

  const expire = async (context: StepContext): Promise<StepEnd> => {
    const { expected, sentAtMs } = memoryOf(context);
    if (expected === undefined || sentAtMs === undefined) {
      const dryRun = await wouldRemove(
        context.hosts,
        repositoryPlace(context.port.settings),
        asNumbered(input, context.port.backupIndex().value),
      );
      if (!dryRun.ok) return { end: 'failed', message: `Nothing was removed: ${dryRun.reason}` };
      await context.port.freshenRepository(0);
      const before = namesOf(context.port.backupIndex().value);
      await context.remember({ expected: [...dryRun.report.removed], before } satisfies ExpireMemory);
    }
    const [step] = command.steps;
    return step === undefined ? { end: 'failed', message: 'there is nothing to run' } : step.run(context);
  };

  const look = async (context: StepContext): Promise<StepEnd> => {
    const { clock, port, signal } = context;
    const { expected = [], before = [] } = memoryOf(context);
    const untilMs = clock.nowMs() + settleMs;
    for (;;) {
      await port.freshenRepository(0);
      const fresh = port.snapshot().repository.reading.status === 'fresh';
      const left = new Set(namesOf(port.backupIndex().value).map(keyOf));
      const stays = expected.filter((named) => left.has(keyOf(named)));
      if (fresh && stays.length === 0) {
        const gone = before.filter((named) => !left.has(keyOf(named)));
        context.note({ gone } satisfies ExpireMemory);
        const more = gone.filter((named) => !expected.some((other) => keyOf(other) === keyOf(named)));
        if (more.length === 0) return { end: 'done', message: removedText(gone) };
        return {
          end: 'failed',
          message: `What was named is gone, and ${more.map(keyOf).join(', ')} as well: something else expired at the same time.`,
        };
      }
      if (signal.aborted) return { end: 'failed', message: 'stopped' };
      if (clock.nowMs() > untilMs) {
        const what = fresh ? `${stays.map(keyOf).join(', ')} is still there` : 'pgBackRest does not answer';
        return {
          end: 'unknown',
          message: `What is gone is not certain: ${what}.`,
          needsPerson: {
            message: 'See what is in the repository.',
            host: repositoryPlace(port.settings).host,
            command: infoCommand(repositoryPlace(port.settings)),
          },
        };
      }
      await clock.sleep(lookMs, signal);
    }
  };

  return {
    steps: [
      { id: 'expire', run: expire },
      { id: 'look', run: look },
    ],
    // What pgBackRest has removed stays removed; stopped in its middle it has left the rest as it was.
    putBack: {
      ...command.putBack,
      async run(context) {
        const end = await command.putBack.run(context);
        if (end.end !== 'done') return end;
        await context.port.freshenRepository(0);
        const { expected = [] } = memoryOf(context);
        const left = new Set(namesOf(context.port.backupIndex().value).map(keyOf));
        const gone = expected.filter((named) => !left.has(keyOf(named)));
        return { end: 'done', message: `pgBackRest was stopped. ${removedText(gone)}` };
      },
    },
    isFinal: (memory) => command.isFinal?.(memory) === true,
    conclude(context) {
      const { gone = [] } = memoryOf(context);
      return {
        summary: removedText(gone),
        facts: { removed: gone.length, labels: gone.map(({ label }) => label).join(', ') || null },
      };
    },
    release() {},
  };
}

function namesOf(index: BackupIndex | null): Named {
  return (index?.info.backups ?? []).map(({ repository, label }) => ({ repository, label }));
}

function removedText(removed: readonly ExpireReportRow[]): string {
  if (removed.length === 0) return 'No backup was removed; WAL that nothing needs may have been.';
  return `Removed: ${removed.map(keyOf).join(', ')}.`;
}
