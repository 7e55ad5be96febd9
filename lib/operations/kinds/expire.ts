import { type ExpireInput, expireInputSchema } from '@/lib/contract/operations';
import { expireArguments } from '@/lib/domain/repository/commands';
import {
  type DryRun,
  expireCommands,
  expireSteps,
  expireTitle,
  judgeExpire,
} from '@/lib/domain/repository/expire-plan';
import { expireReport } from '@/lib/domain/repository/expire-report';
import type { HostAccess } from '../host-access';
import { defineKind } from '../kind';
import { beginExpire } from './expire-steps';
import {
  asNumbered,
  type PgbackrestPlace,
  repositoryNow,
  repositoryPlace,
  runnerAt,
} from './repository-place';

const dryRunMs = 8_000;

/** Removes backups, and says first which. */
export const expire = defineKind<ExpireInput>({
  kind: 'expire',
  schema: expireInputSchema,
  role: 'operator',
  confirm: 'name',
  measures: [],
  title: expireTitle,
  memberOf: () => null,
  async plan(input, context) {
    const place = repositoryPlace(context.port.settings);
    const now = await repositoryNow(context);
    const asked = asNumbered(input, now.index);
    const dryRun = await wouldRemove(context.hosts, place, asked);
    return {
      ...judgeExpire({ ...now, dryRun, nowMs: context.nowMs }, input),
      options: null,
      steps: expireSteps(place.host, place, asked),
      commands: expireCommands(place, asked),
      confirmLabel: expireTitle(input),
    };
  },
  begin: (input) => beginExpire(input, wouldRemove),
});

/** Asks pgBackRest what it would remove. */
async function wouldRemove(hosts: HostAccess, place: PgbackrestPlace, input: ExpireInput): Promise<DryRun> {
  const answer = await runnerAt(hosts, place.host)(expireArguments(place, input, 'dry'), dryRunMs);
  if (!answer.ok) return { ok: false, reason: answer.reason };
  const { stdout, stderr, exitCode } = answer.value;
  if (exitCode === 127) return { ok: false, reason: `pgbackrest was not found on host ${place.host}` };
  return { ok: true, report: expireReport(`${stdout}\n${stderr}`), exitCode };
}
