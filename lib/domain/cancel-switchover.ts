import type { PlanStep } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { curlText, type PatroniByHand, patronictlBy } from './by-hand';
import { block, clusterChecks, isBlocked, type Judgement, leaderOf, pass, patroniUrlOf } from './preflight';

/** Whether there is a scheduled switchover to forget. Pure: `nowMs` is the moment that ages are judged by. */
export function judgeCancelSwitchover(snapshot: Snapshot, nowMs: number): Judgement {
  const { scheduledSwitchover } = snapshot;
  const checks = [
    // A schedule can be forgotten without a leader, so that check does not count here.
    ...clusterChecks(snapshot, nowMs).filter((check) => check.id !== 'leader'),
    scheduledSwitchover === null
      ? block('scheduled', 'No switchover is scheduled', 'There is nothing to cancel.')
      : pass('scheduled', 'A switchover is scheduled', scheduleText(scheduledSwitchover)),
  ];
  return {
    effect:
      scheduledSwitchover === null
        ? 'Nothing: no switchover is scheduled.'
        : `${scheduleText(scheduledSwitchover)} It will not happen; nothing else changes.`,
    checks,
    blocked: isBlocked(checks),
  };
}

function scheduleText({ at, from, to }: NonNullable<Snapshot['scheduledSwitchover']>): string {
  return `From ${from ?? 'the leader'} to ${to ?? 'a member of Patroni’s choice'} at ${at}.`;
}

/** The same by hand. */
export function cancelSwitchoverCommands(snapshot: Snapshot, by: PatroniByHand): string[] {
  const leader = leaderOf(snapshot);
  const url = leader === null ? null : patroniUrlOf(leader);
  return [
    // `flush` takes its target after the scope, so the scope cannot be left out here.
    patronictlBy(by, snapshot.scope ?? 'SCOPE', snapshot.leader, 'flush', ['switchover', '--force']),
    ...(url === null ? [] : [curlText('DELETE', `${url}/switchover`, by)]),
  ];
}

/** What will be done, in order. The ids are those of the running operation's steps. */
export function cancelSwitchoverSteps(snapshot: Snapshot, by: PatroniByHand): PlanStep[] {
  const [patronictl = null] = cancelSwitchoverCommands(snapshot, by);
  return [
    { id: 'preflight', title: 'Check again', detail: 'Whether it is still scheduled.', command: null },
    { id: 'ask', title: 'Ask Patroni to forget it', detail: 'Nothing else changes.', command: patronictl },
    { id: 'confirm', title: 'See it in Patroni', detail: 'Until /cluster shows no schedule.', command: null },
  ];
}
