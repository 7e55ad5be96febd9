import type { RestoreInput } from '@/lib/contract/operations';
import { listed } from '@/lib/domain/preflight';
import { shellText } from '@/lib/domain/shell-text';
import { clearAim, stopArguments } from '@/lib/upstream/host/postgres-instance';
import type { StepContext, StepDefinition, StepEnd } from '../../kind';
import { rememberAtLast } from '../../remember-at-last';
import { refuseIfGone } from './look';
import { memberOf, memoryOf, planOf, type RestoreMember } from './memory';
import { readRecovery } from './recover';
import { refuseIfStarted } from './standing';
import { ask, isRunning, need, on, privateTarget, until } from './tools';
import { Trouble } from './trouble';

export function promoteStep({ member }: RestoreInput): StepDefinition {
  return { id: 'promote', run: (context) => promote(context, memberOf(context, member)) };
}

async function promote(context: StepContext, member: RestoreMember): Promise<StepEnd> {
  const state = await until(context, { everyMs: 500, withinMs: 15_000 }, () => readRecovery(context, member));
  if (state === null) throw new Trouble(`PostgreSQL on ${member.name} does not answer.`, member.name);
  if (state.inRecovery) {
    await refuseIfGone(context, member);
    await refuseOtherPrimaries(context, member);
    await refuseIfStarted(context, member.name);
    await rememberAtLast(context, { final: true });
    const asked = await ask(
      context,
      member,
      privateTarget(context, member),
      'select pg_promote(true, 60)',
      90_000,
    );
    if (!asked.ok) await takeBackIfNot(context, member, asked.reason);
  }
  const promoted = await until(context, { everyMs: 250, withinMs: 60_000 }, async () => {
    const now = await readRecovery(context, member);
    return now?.inRecovery === false ? true : null;
  });
  if (promoted === null) await takeBackIfNot(context, member, 'it stayed in recovery');
  // The checkpoint puts the new timeline into the control file, where pg_rewind on the others looks for it.
  const sql = 'checkpoint;\nselect pg_walfile_name(pg_current_wal_lsn());';
  const rows = need(
    await ask(context, member, privateTarget(context, member), sql, 120_000),
    `${member.name} could not be asked`,
    member.name,
  );
  const wal = rows.flat().find((text) => /^[0-9A-F]{24}$/.test(text)) ?? '';
  const cleared = await clearAim(on(context, member.name), member);
  if (!cleared.ok) context.log(`${member.name}: ${cleared.reason}`);
  const newTimeline = Number.parseInt(wal.slice(0, 8), 16);
  await rememberAtLast(context, { final: true, newTimeline });
  return { end: 'done', message: `${member.name} is a primary on timeline ${newTimeline}.` };
}

/** Another primary with the old data would make two. */
async function refuseOtherPrimaries(context: StepContext, member: RestoreMember): Promise<void> {
  const others = planOf(context).members.filter(({ name }) => name !== member.name);
  const running = await Promise.all(others.map((other) => isRunning(context, other)));
  const up = others.filter((_, index) => running[index] === true);
  if (up.length === 0) return;
  const names = listed(up.map(({ name }) => name));
  throw new Trouble(
    `PostgreSQL on ${names} was started by somebody else: there would be two. Stop it first.`,
    up[0]?.name ?? null,
    up[0] === undefined ? null : shellText(stopArguments(up[0], 'fast', 60)),
  );
}

/** Not promoted after all: then the way back is still there. */
async function takeBackIfNot(context: StepContext, member: RestoreMember, why: string): Promise<void> {
  const state = await readRecovery(context, member);
  if (state?.inRecovery === false) return;
  if (state?.inRecovery === true && memoryOf(context).final === true)
    await rememberAtLast(context, { final: false });
  throw new Trouble(`${member.name} was not promoted: ${why}.`, member.name);
}
