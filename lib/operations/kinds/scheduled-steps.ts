import type { SwitchoverInput } from '@/lib/contract/operations';
import { patroniUrlOf } from '@/lib/domain/preflight';
import type { PatroniCluster } from '@/lib/upstream/patroni/types';
import type { OperationRun, StepContext, StepEnd } from '../kind';
import { lookAtCluster } from '../next-command';
import { askFirst, type FirstAnswer } from '../poll';
import { askable, saidText, sendOnce } from './ask';

const LOOK_MS = 300;
const SETTLE_MS = 15_000;
const PATIENCE_MS = 60_000;

type Scheduled = PatroniCluster['scheduledSwitchover'];

/** Has Patroni note a switchover for later; done when `/cluster` shows it with the same time. */
export function beginScheduling(input: SwitchoverInput, at: string): OperationRun {
  const { candidate } = input;
  return {
    steps: [
      {
        id: 'ask',
        changes: true,
        async run(context) {
          const { port, patroni, clock } = context;
          const snapshot = port.snapshot();
          const { leader } = snapshot;
          if (leader === null)
            return { end: 'failed', message: 'Nothing was changed: no member leads any more.' };
          await context.remember({ sentAtMs: clock.nowMs(), leader });
          const change = await sendOnce(context, askable(snapshot), ({ name, url }) =>
            patroni.postSwitchover(
              port.settings.patroni,
              url,
              { leader, candidate, scheduledAt: at },
              { member: name },
            ),
          );
          return endOfAsking(change);
        },
        verify: lookInstead,
      },
      {
        id: 'confirm',
        run: (context) =>
          followSchedule(context, {
            isReached: (scheduled) =>
              scheduled !== null &&
              Date.parse(scheduled.at) === Date.parse(at) &&
              (candidate === null || scheduled.to === candidate),
            done: 'Patroni shows it.',
            failed: 'Patroni shows no such schedule: it was not scheduled.',
          }),
      },
    ],
    conclude(context) {
      const leader = String(context.memory().leader);
      const to = candidate ?? 'a member of Patroni’s choice';
      return {
        summary: `Patroni hands the lead from ${leader} to ${to} at ${at}.`,
        facts: { leader, candidate, scheduledAt: at },
      };
    },
    release() {},
  };
}

/** Has Patroni forget a scheduled switchover; done when `/cluster` shows none. */
export function beginCancelling(): OperationRun {
  return {
    steps: [
      {
        id: 'ask',
        changes: true,
        async run(context) {
          const { port, patroni, clock } = context;
          const snapshot = port.snapshot();
          const { leader, timeline, scheduledSwitchover } = snapshot;
          await context.remember({ sentAtMs: clock.nowMs(), leader, timeline, scheduledSwitchover });
          const change = await sendOnce(context, askable(snapshot), ({ name, url }) =>
            patroni.deleteSwitchover(port.settings.patroni, url, { timeoutMs: 15_000, member: name }),
          );
          // 404: nothing is scheduled. Whether that is good news, the cluster tells.
          if (change.httpStatus === 404) return { end: 'done', message: saidText(change) };
          return endOfAsking(change);
        },
        // Forgetting a second time changes nothing more.
        verify: async () => ({ end: 'again' }),
      },
      {
        id: 'confirm',
        async run(context) {
          const end = await followSchedule(context, {
            isReached: (scheduled) => scheduled === null,
            done: 'Patroni shows no schedule.',
            failed: 'Patroni still shows the schedule: it was not cancelled.',
          });
          const { leader } = context.memory();
          const now = (await context.port.refresh()).leader;
          if (end.end !== 'done' || now === null || leader === null || now === leader) return end;
          return { end: 'failed', message: `It was too late: ${now} leads by now.` };
        },
      },
    ],
    conclude(context) {
      const leader = context.memory().leader;
      const name = typeof leader === 'string' ? leader : null;
      return {
        summary: `Nothing is scheduled any more${name === null ? '' : `; ${name} goes on leading`}.`,
        facts: { leader: name },
      };
    },
    release() {},
  };
}

function endOfAsking(change: Parameters<typeof saidText>[0] & { outcome: string }): StepEnd {
  if (change.outcome === 'refused') {
    const why = change.httpStatus === null ? `No Patroni could be asked: ${change.text}` : saidText(change);
    return { end: 'failed', message: `Nothing was changed. ${why}` };
  }
  if (change.outcome === 'unknown') {
    return {
      end: 'open',
      message: `No clear answer: ${saidText(change)}. Its schedule is looked at.`,
      needsPerson: null,
    };
  }
  return { end: 'done', message: change.text };
}

async function lookInstead(): Promise<StepEnd> {
  return {
    end: 'open',
    message: 'Howdah was stopped while Patroni was asked; its schedule is looked at.',
    needsPerson: null,
  };
}

/** Looks at `/cluster` until it is as wanted, or has not been for long enough while Patroni answered. */
async function followSchedule(
  context: StepContext,
  goal: { isReached: (scheduled: Scheduled) => boolean; done: string; failed: string },
): Promise<StepEnd> {
  const { port, patroni, clock, signal } = context;
  const target = port.settings.patroni;
  const urls = [...port.snapshot().members.flatMap((member) => patroniUrlOf(member) ?? []), ...target.urls];
  let preferred: string | null = null;
  let otherwiseSinceMs: number | null = null;
  let silentSinceMs: number | null = null;
  while (!signal.aborted) {
    const asked: FirstAnswer<PatroniCluster> = await askFirst([...new Set(urls)], preferred, (each) =>
      patroni.readCluster(target, each, { timeoutMs: 2_000, signal }),
    );
    const { answer } = asked;
    preferred = asked.url;
    const nowMs = clock.nowMs();
    if (answer?.ok === true) {
      silentSinceMs = null;
      context.needPerson(null);
      if (goal.isReached(answer.value.scheduledSwitchover)) return { end: 'done', message: goal.done };
      otherwiseSinceMs ??= nowMs;
      if (nowMs - otherwiseSinceMs > SETTLE_MS) return { end: 'failed', message: goal.failed };
    } else {
      otherwiseSinceMs = null;
      silentSinceMs ??= nowMs;
      if (nowMs - silentSinceMs > PATIENCE_MS) {
        const reason = answer === null ? 'no member has an address' : answer.reason;
        const message = `Patroni does not answer: ${reason}. Howdah goes on looking.`;
        context.needPerson(lookAtCluster(context.port, message));
      }
    }
    await clock.sleep(LOOK_MS, signal);
  }
  return { end: 'failed', message: 'stopped' };
}
