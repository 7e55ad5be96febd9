import type { SwitchoverInput } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { formatDurationMs } from '@/lib/domain/format';
import { listed, patroniUrlOf } from '@/lib/domain/preflight';
import { leads } from '@/lib/domain/roles';
import { isStandbyCluster } from '@/lib/domain/standby-cluster';
import type { PatroniChange } from '@/lib/upstream/patroni/change';
import type { OperationRun, StepContext, StepEnd } from '../kind';
import { lookAtCluster, patronictlOn } from '../next-command';
import { type Before, type SwitchView, type SwitchWatch, watchSwitch } from '../switch-watch';
import { askable, saidText, sendOnce } from './ask';
import { concludeSwitchover, type SwitchMemory } from './switchover-result';
import { type Asked, judgeTakeover, type Takeover } from './takeover';
import { type Following, followers, routingIsDone } from './whole';

const PATIENCE_MS = 120_000;
const LONG_MS = 3_600_000;
const HISTORY_TRIES = 20;

/** Asks Patroni, and follows the cluster itself to the real end, whatever the answer was or became of it. */
export function beginSwitchover(input: SwitchoverInput): OperationRun {
  let watch: SwitchWatch | null = null;
  let change: PatroniChange | null = null;
  let isAsking = false;
  // Only what this process saw from before the request on is a measurement.
  let isMeasured = false;
  let resumedAtMs: number | null = null;
  // What the watch sees belongs to the step that runs then.
  let current: StepContext | null = null;

  const watching = (context: StepContext): SwitchWatch => {
    current = context;
    watch ??= watchSwitch({ ...context, log: (text) => current?.log(text) }, beforeOf(context));
    return watch;
  };

  const ask = async (context: StepContext): Promise<StepEnd> => {
    const snapshot = context.port.snapshot();
    const { leader } = snapshot;
    if (leader === null) return { end: 'failed', message: 'Nothing was changed: no member leads any more.' };
    await context.remember({ sentAtMs: context.clock.nowMs(), before: howItStands(snapshot, leader) });
    const seen = watching(context);
    isAsking = true;
    isMeasured = true;
    const { candidate } = input;
    const target = context.port.settings.patroni;
    const answered = sendOnce(context, askable(snapshot), ({ name, url }) =>
      context.patroni.postSwitchover(target, url, { leader, candidate, scheduledAt: null }, { member: name }),
    ).then((answer) => {
      change = answer;
      isAsking = false;
      context.note({ said: saidText(answer) });
      return answer;
    });
    const moved = seen.until(
      (view) => (view.lostAtMs === null && view.taken === null ? null : true),
      LONG_MS,
    );
    const first = await Promise.race([answered, moved]);
    if (first === true || first === null) {
      return { end: 'done', message: `Patroni took it: ${leader} gives the lead up.` };
    }
    if (first.outcome === 'refused' && seen.view().lostAtMs === null) {
      const why = first.httpStatus === null ? `No Patroni could be asked: ${first.text}` : saidText(first);
      return { end: 'failed', message: `Nothing was changed. ${why}` };
    }
    if (first.outcome === 'done') return { end: 'done', message: first.text };
    return {
      end: 'open',
      message: `No clear answer: ${saidText(first)}. The cluster itself is looked at.`,
      needsPerson: null,
    };
  };

  const asked = (): Asked => {
    if (change !== null) return { ...change, isResumed: false };
    if (isAsking) return null;
    return { atMs: resumedAtMs ?? 0, outcome: 'unknown', httpStatus: null, text: '', isResumed: true };
  };

  const takeover = async (context: StepContext): Promise<StepEnd> => {
    const seen = watching(context);
    const before = beforeOf(context);
    if (change === null && !isAsking) resumedAtMs ??= context.clock.nowMs();
    const loopWaitSeconds = context.port.snapshot().loopWaitSeconds ?? 10;
    let isStuck = false;
    const judge = (view: SwitchView) => {
      if (!isStuck) context.progress(null, leadText(view, before, context.clock.nowMs()));
      return judgeTakeover(view, before, asked(), { nowMs: context.clock.nowMs(), loopWaitSeconds });
    };
    let found = await seen.until(judge, PATIENCE_MS);
    if (found === null && !context.signal.aborted) {
      isStuck = true;
      context.needPerson(lookAtCluster(context.port, stuckText(seen.view(), before)));
      seen.slowDown(true);
    }
    while (found === null && !context.signal.aborted) found = await seen.until(judge, LONG_MS);
    context.needPerson(null);
    seen.slowDown(false);
    if (found === null) return { end: 'failed', message: 'stopped' };
    return endOfTakeover(context, found, before);
  };

  const endOfTakeover = async (context: StepContext, found: Takeover, before: Before): Promise<StepEnd> => {
    if (found.what === 'stayed') {
      const said = typeof context.memory().said === 'string' ? ` ${context.memory().said}.` : '';
      const on = found.timeline === null ? '' : ` on timeline ${found.timeline}`;
      const message = `Patroni did not switch: ${before.leader} still leads${on}, and nothing is pending.${said}`;
      return { end: 'failed', message };
    }
    if (found.what === 'returned') return endOfReturn(context, found.timeline, before);
    const { name, timeline } = found;
    const first = await firstLeader(context, found, before);
    if (first !== null && first !== name) {
      context.note({
        leader: first,
        timeline: (before.timeline ?? 0) + 1,
        leaderlessMs: null,
        since: name,
      } satisfies SwitchMemory);
      return {
        end: 'done',
        message: `${first} took over; since then ${name} leads, on timeline ${timeline}.`,
      };
    }
    const { lostAtMs } = watching(context).view();
    const leaderlessMs = isMeasured ? spanMs(lostAtMs, found.atMs) : null;
    context.note({ leader: name, timeline, leaderlessMs } satisfies SwitchMemory);
    const instead =
      input.candidate !== null && input.candidate !== name ? `, instead of ${input.candidate}` : '';
    return {
      end: 'done',
      message: `${name} leads${timeline === null ? '' : ` on timeline ${timeline}`}${instead}.`,
    };
  };

  /** The old leader leads on a higher timeline: the history tells whether another led in between. */
  const endOfReturn = async (context: StepContext, timeline: number, before: Before): Promise<StepEnd> => {
    const between = await leaderAfter(context, before);
    if (between === null) {
      return {
        end: 'unknown',
        message: `${before.leader} leads on timeline ${timeline}; whether another member led in between is not known.`,
        needsPerson: { message: 'See who led when.', ...patronictlOn(context.port, null, 'history') },
      };
    }
    if (between === before.leader) {
      const message = `Patroni did not switch: ${before.leader} was restarted and leads again, on timeline ${timeline}.`;
      return { end: 'failed', message };
    }
    context.note({
      leader: between,
      timeline: (before.timeline ?? timeline) + 1,
      leaderlessMs: null,
      since: before.leader,
    });
    return {
      end: 'done',
      message: `${between} took over; since then ${before.leader} leads again, on timeline ${timeline}.`,
    };
  };

  const whole = async (context: StepContext): Promise<StepEnd> => {
    const seen = watching(context);
    const before = beforeOf(context);
    const memory = context.memory() as Partial<SwitchMemory>;
    if (memory.since !== undefined) return { end: 'skipped', message: 'The lead has moved on since then.' };
    const leader = memory.leader ?? '';
    // Nobody writes in a standby cluster, so that HAProxy has nobody to send writes to.
    const hasRouting =
      context.port.settings.haproxy.some((proxy) => proxy.writes !== null) &&
      !isStandbyCluster(context.port.snapshot());
    const look = (view: SwitchView) => {
      const following = followers(view, before, leader);
      context.progress(following.fraction, followingText(following));
      return following.missing.length === 0 && (!hasRouting || routingIsDone(view)) ? following : null;
    };
    const isWhole = (await seen.until(look, PATIENCE_MS)) !== null;
    const view = seen.view();
    const following = followers(view, before, leader);
    const { lostAtMs, writesBackAtMs } = view;
    const sentAtMs = Number(context.memory().sentAtMs);
    context.note({
      timeline: following.timeline ?? memory.timeline ?? null,
      following: following.present.length,
      missing: [...following.missing],
      ...(isMeasured
        ? {
            writeOutageMs: spanMs(lostAtMs, writesBackAtMs),
            wholeMs: isWhole ? context.clock.nowMs() - sentAtMs : null,
          }
        : {}),
    } satisfies Partial<SwitchMemory>);
    if (isWhole) return { end: 'done', message: `${followingText(following)}.` };
    return wholeIsOpen(context, following, leader, hasRouting && !routingIsDone(view));
  };

  return {
    steps: [
      {
        id: 'ask',
        changes: true,
        run: ask,
        verify: async () => ({
          end: 'open',
          message: 'Howdah was stopped while Patroni was asked; the cluster itself is looked at.',
          needsPerson: null,
        }),
      },
      { id: 'takeover', run: takeover },
      { id: 'whole', run: whole },
    ],
    conclude: (context) => concludeSwitchover(context, input, beforeOf(context)),
    release: () => watch?.stop(),
  };
}

function spanMs(fromMs: number | null, toMs: number | null): number | null {
  return fromMs === null || toMs === null ? null : Math.max(0, toMs - fromMs);
}

function beforeOf(context: StepContext): Before {
  return context.memory().before as Before;
}

function howItStands(snapshot: Snapshot, leader: string): Before {
  return {
    leader,
    timeline: snapshot.timeline,
    members: snapshot.members.map((member) => ({
      name: member.name,
      url: patroniUrlOf(member),
      expected: member.patroni.status === 'fresh' && (member.condition === 'serving' || leads(member.role)),
    })),
  };
}

/** Who took the lead first, where more than one timeline was begun since; null where that is not known. */
async function firstLeader(
  context: StepContext,
  { timeline }: Extract<Takeover, { what: 'switched' }>,
  before: Before,
): Promise<string | null> {
  if (timeline === null || before.timeline === null || timeline <= before.timeline + 1) return null;
  const first = await leaderAfter(context, before);
  return first === before.leader ? null : first;
}

async function leaderAfter(context: StepContext, before: Before): Promise<string | null> {
  const { clock, patroni, port, signal } = context;
  for (let attempt = 0; attempt < HISTORY_TRIES && !signal.aborted; attempt += 1) {
    for (const { url } of before.members) {
      if (url === null) continue;
      const answer = await patroni.readHistory(port.settings.patroni, url, { timeoutMs: 2_000, signal });
      const row = answer.ok ? answer.value.find(({ timeline }) => timeline === before.timeline) : undefined;
      if (row !== undefined && row.newLeader !== null) return row.newLeader;
    }
    await clock.sleep(500, signal);
  }
  return null;
}

function leadText({ lostAtMs, taken, trouble }: SwitchView, before: Before, nowMs: number): string {
  if (trouble !== null) return trouble;
  if (taken !== null) return `${taken.name} runs as the leader; Patroni has to name it so`;
  if (lostAtMs === null) return `${before.leader} still leads`;
  return `No leader for ${formatDurationMs(Math.round((nowMs - lostAtMs) / 100) * 100)}`;
}

function stuckText(view: SwitchView, before: Before): string {
  const where =
    view.trouble !== null
      ? `Patroni does not answer: ${view.trouble}.`
      : view.lostAtMs !== null
        ? `${before.leader} gave the lead up and no member has taken it.`
        : `${before.leader} still leads and Patroni has not said what became of the switchover.`;
  return `${where} Howdah goes on looking.`;
}

function followingText({ present, missing }: Following): string {
  const all = present.length + missing.length;
  if (all === 0) return 'No other member is expected to follow';
  if (missing.length === 0) return `${listed(present)} ${all === 1 ? 'follows' : 'follow'}`;
  return `${present.length} of ${all} other members follow; ${missing.join('; ')}`;
}

function wholeIsOpen(
  { port }: StepContext,
  following: Following,
  leader: string,
  isMisrouted: boolean,
): StepEnd {
  const parts = [followingText(following)];
  if (isMisrouted) parts.push(`HAProxy does not send writes to ${leader} alone`);
  const message = `${parts.join('. ')}.`;
  return { end: 'open', message, needsPerson: lookAtCluster(port, message) };
}
