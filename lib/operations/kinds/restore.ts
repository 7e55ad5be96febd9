import type { OperationResult } from '@/lib/contract/operations';
import { type RestoreInput, restoreInputSchema } from '@/lib/contract/operations';
import { formatDurationMs } from '@/lib/domain/format';
import { judgeRestore } from '@/lib/domain/restore/judge-restore';
import { restoreSteps, restoreTitle } from '@/lib/domain/restore/restore-steps';
import { targetWords } from '@/lib/domain/restore/target-words';
import { defineKind, type OperationRun, type StepContext } from '../kind';
import { descentOf } from './restore/descent';
import { gather, planListingMs } from './restore/gather';
import { guarded } from './restore/guarded';
import { lookStep, queryLook } from './restore/look';
import { aimOf, memoryOf, planOf, type RestoreMemory } from './restore/memory';
import { promoteStep } from './restore/promote';
import { putBackStep } from './restore/put-back';
import { recoverStep } from './restore/recover';
import { restoreStep } from './restore/restore-files';
import { returnSteps } from './restore/return-steps';
import { stands } from './restore/stands';
import { markStep, pauseStep, stopPatroniStep, stopPostgresStep } from './restore/stop-steps';
import { clusterNow } from './restore/who-leads';

/** Takes the whole cluster back to a point in time. */
export const restore = defineKind<RestoreInput>({
  kind: 'restore',
  schema: restoreInputSchema,
  role: 'operator',
  confirm: 'name',
  measures: ['restoreBytesPerSecond'],
  title: restoreTitle,
  memberOf: ({ member }) => ({ field: 'member', name: member }),
  async plan(input, context) {
    const { port, nowMs, measured, byHand } = context;
    const { facts } = await gather(input, context, planListingMs);
    // The repository as it was asked for just now.
    const snapshot = { ...context.snapshot, repository: port.snapshot().repository };
    const judged = judgeRestore(snapshot, input, facts, nowMs, measured);
    const steps = restoreSteps(snapshot, input, facts, byHand);
    return {
      ...judged,
      options: { field: 'member', choices: judged.options },
      steps,
      commands: steps.flatMap(({ command }) => (command === null ? [] : [command])),
      confirmLabel: `Restore onto ${input.member}`,
    };
  },
  begin: beginRestore,
});

function beginRestore(input: RestoreInput): OperationRun {
  const steps = [
    pauseStep(input),
    markStep,
    stopPatroniStep,
    stopPostgresStep,
    restoreStep(input),
    recoverStep(input),
    lookStep(input),
    promoteStep(input),
    ...returnSteps(input),
  ];
  return {
    steps: steps.map(guarded),
    putBack: putBackStep(input),
    isFinal: (memory) => (memory as RestoreMemory).final === true,
    query: (context, query, look) => queryLook(context, input.member, query, look),
    stands,
    conclude: (context) => conclude(context, input),
    release() {},
  };
}

/** Who leads by now, and with which data: after the restored member has, the lead may have moved. */
async function leadWords(context: StepContext, member: string): Promise<string> {
  const { newTimeline } = memoryOf(context);
  const data = `with the data of ${targetWords(aimOf(context).target)}`;
  const { leader } = await clusterNow(context);
  const timeline = leader?.own.timeline ?? newTimeline ?? 'unknown';
  const descent = leader === null ? 'unknown' : await descentOf(context, leader.member);
  if (leader?.member.name === member && descent !== 'other')
    return `${member} leads on timeline ${timeline}, ${data}`;
  const took = `${member} took the lead on timeline ${newTimeline ?? 'unknown'}, ${data}`;
  if (leader === null) return `${took}; who leads now is not known`;
  const withWhat = {
    restored: '',
    other: ', with the data from before the restore',
    unknown: '; whether with that data is not known',
  }[descent];
  return `${took}; ${leader.member.name} leads now, on timeline ${timeline}${withWhat}`;
}

async function conclude(context: StepContext, input: RestoreInput): Promise<OperationResult> {
  const memory = memoryOf(context);
  const { oldTimeline } = planOf(context);
  const aim = aimOf(context);
  const {
    restoreMs = null,
    replayMs = null,
    newTimeline = null,
    stoppedAtMs,
    servingAtMs,
    sentAtMs,
  } = memory;
  const bytes = aim.databaseBytes;
  const outageMs = stoppedAtMs === undefined || servingAtMs === undefined ? null : servingAtMs - stoppedAtMs;
  const took = outageMs === null ? '' : `; nothing was served for ${formatDurationMs(outageMs)}`;
  return {
    summary: `${await leadWords(context, input.member)}${took}.`,
    facts: {
      member: input.member,
      target: targetWords(aim.target, aim.timeline),
      set: aim.set,
      timeline: newTimeline,
      oldTimeline,
      restorePoint: memory.restorePoint ?? null,
      restorePointLsn: memory.restorePointLsn ?? null,
      restorePointTimeline: oldTimeline,
      restorePointAt: memory.restorePointAt ?? null,
      undoAvailable: memory.restorePoint !== undefined,
      undoes: input.undoes,
      lostSeconds: aim.lostSeconds,
      restoreMs,
      replayMs,
      writeOutageMs: outageMs,
      totalMs: sentAtMs === undefined ? null : context.clock.nowMs() - sentAtMs,
      restoreBytesPerSecond:
        bytes === null || restoreMs === null || restoreMs === 0
          ? null
          : Math.round((bytes / restoreMs) * 1000),
      backup: memory.backupLabel ?? null,
      reinitialized: (memory.reinitialized ?? []).join(', ') || null,
      acceptedBy: memory.acceptedBy ?? null,
    },
  };
}
