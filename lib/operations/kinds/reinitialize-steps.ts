import type { ReinitializeInput } from '@/lib/contract/operations';
import { formatBytes, formatDurationMs } from '@/lib/domain/format';
import { patroniUrlOf } from '@/lib/domain/preflight';
import { copyingState } from '@/lib/domain/reinitialize';
import { tagsOf } from '@/lib/domain/tags';
import type { PatroniCluster, PatroniMember } from '@/lib/upstream/patroni/types';
import type { OperationRun, StepContext, StepEnd } from '../kind';
import { lookAtCluster, patronictlOn } from '../next-command';
import { askFirst } from '../poll';
import { createStillness } from '../stillness';
import { leaderIn } from '../switch-watch';
import { saidText, sendOnce } from './ask';
import { follows } from './whole';

const LOOK_MS = 500;
const NOT_BEGUN_MS = 60_000;
const STUCK_MS = 120_000;
/** One WAL segment: a member that streams and is no further behind is back. */
const CLOSE_BYTES = 16 * 1024 * 1024;

/** What is kept across a crash. */
interface Memory {
  readonly sentAtMs?: number;
  readonly url?: string;
  /** When its PostgreSQL was started before; a newer start is the proof. */
  readonly startedAt?: string | null;
  readonly copyingSinceMs?: number;
  readonly copiedMs?: number;
  readonly wasBasebackup?: boolean;
  readonly leader?: string;
  /** Whom it streams from: the leader, or another replica. */
  readonly upstream?: string;
  readonly timeline?: number | null;
  readonly wholeMs?: number;
}

interface Look {
  readonly own: PatroniMember | null;
  /** Why its Patroni did not answer; null when it did. */
  readonly silence: string | null;
  readonly cluster: PatroniCluster | null;
  readonly leader: { readonly name: string; readonly own: PatroniMember } | null;
}

/** Asks the member's own Patroni, and follows it until a PostgreSQL that was started anew streams again. */
export function beginReinitialize({ member, force }: ReinitializeInput): OperationRun {
  const memoryOf = (context: StepContext) => context.memory() as Memory;

  const ask = async (context: StepContext): Promise<StepEnd> => {
    const { port, patroni, clock } = context;
    const found = port.snapshot().members.find((other) => other.name === member);
    const url = found === undefined ? null : patroniUrlOf(found);
    if (found === undefined || url === null) {
      return { end: 'failed', message: `Nothing was changed: ${member} has no address to ask.` };
    }
    await context.remember({ sentAtMs: clock.nowMs(), url, startedAt: found.startedAt } satisfies Memory);
    const change = await sendOnce(context, [{ name: member, url }], (address) =>
      patroni.postReinitialize(port.settings.patroni, address.url, { force }, { timeoutMs: 30_000, member }),
    );
    if (change.outcome === 'refused') {
      const why =
        change.httpStatus === null ? `${member} could not be asked: ${change.text}` : saidText(change);
      // «reinitialize already in progress», «restarting after failure already in progress», and their like.
      const isBusy = !force && change.httpStatus === 503 && /already in progress/.test(change.text);
      const way = isBusy
        ? `. Patroni ends what is in progress, and begins, when it is asked with force: «Reinitialize» of ${member} with \`"force": true\`, or: ${patronictlOn(port, member, 'reinit', [member, '--force']).command}`
        : '';
      return { end: 'failed', message: `Nothing was changed. ${why}${way}` };
    }
    if (change.outcome === 'unknown') {
      return {
        end: 'open',
        message: `No clear answer: ${saidText(change)}. ${member} is looked at.`,
        needsPerson: null,
      };
    }
    return { end: 'done', message: change.text };
  };

  const isNew = (context: StepContext, own: PatroniMember | null): boolean =>
    own?.databaseAnswers === true && own.startedAt !== null && own.startedAt !== memoryOf(context).startedAt;

  const copy = async (context: StepContext): Promise<StepEnd> => {
    const { clock } = context;
    const beganMs = clock.nowMs();
    return watchMember(context, member, (look) => {
      const memory = memoryOf(context);
      const nowMs = clock.nowMs();
      if (look.own?.state === copyingState) {
        if (memory.copyingSinceMs === undefined) context.note({ copyingSinceMs: nowMs } satisfies Memory);
        if (
          look.leader?.own.replication.some((sender) => sender.state === 'backup') &&
          !memory.wasBasebackup
        ) {
          context.note({ wasBasebackup: true } satisfies Memory);
          context.log(`pg_basebackup reads from ${look.leader.name}`);
        }
        context.progress(null, `Copying for ${formatDurationMs(nowMs - (memory.copyingSinceMs ?? nowMs))}`);
        return null;
      }
      const isStarting = look.own?.state === 'starting' && memory.copyingSinceMs !== undefined;
      if (isNew(context, look.own) || isStarting) {
        const copiedMs = nowMs - (memory.copyingSinceMs ?? memory.sentAtMs ?? nowMs);
        context.note({ copiedMs } satisfies Memory);
        return { end: 'done', message: `Copied in ${formatDurationMs(copiedMs)}.` };
      }
      const isAsBefore = look.own?.databaseAnswers === true && memory.copyingSinceMs === undefined;
      if (isAsBefore && nowMs - beganMs > NOT_BEGUN_MS) {
        return {
          end: 'failed',
          message: `Patroni did not begin: ${member} is ${look.own?.state}, started as before.`,
        };
      }
      return null;
    });
  };

  const follow = (context: StepContext): Promise<StepEnd> =>
    watchMember(context, member, (look) => {
      const { own, leader, cluster } = look;
      const lagBytes = cluster?.members.find((other) => other.name === member)?.lagBytes ?? null;
      const lag = lagBytes === null ? '' : `, ${formatBytes(lagBytes)} behind`;
      context.progress(
        null,
        own === null ? (look.silence ?? 'no answer') : `${own.replicationState ?? own.state}${lag}`,
      );
      if (own === null || !isNew(context, own) || leader === null || !follows(member, own, leader.own)) {
        return null;
      }
      if (lagBytes !== null && lagBytes > CLOSE_BYTES) return null;
      const { sentAtMs } = memoryOf(context);
      context.note({
        leader: leader.name,
        upstream: upstreamOf(member, own, leader),
        timeline: leader.own.timeline,
        ...(sentAtMs === undefined ? {} : { wholeMs: context.clock.nowMs() - sentAtMs }),
      } satisfies Memory);
      return { end: 'done', message: `${member} streams${lag}.` };
    });

  return {
    steps: [
      {
        id: 'ask',
        changes: true,
        run: ask,
        verify: async () => ({
          end: 'open',
          message: `Howdah was stopped while Patroni was asked; ${member} itself is looked at.`,
          needsPerson: null,
        }),
      },
      { id: 'copy', run: copy },
      { id: 'follow', run: follow },
    ],
    conclude(context) {
      const {
        leader = null,
        upstream = leader,
        timeline = null,
        copiedMs = null,
        wholeMs = null,
        wasBasebackup,
      } = memoryOf(context);
      const on = timeline === null ? '' : ` on timeline ${timeline}`;
      const took = wholeMs === null ? '' : ` after ${formatDurationMs(wholeMs)}`;
      const by = wasBasebackup === true ? ', copied by pg_basebackup' : '';
      return {
        summary: `${member} follows ${upstream ?? 'the leader'}${on}${took}${by}.`,
        // Without a base backup on the leader it was pgBackRest or another method; Patroni does not say which.
        facts: { member, leader, timeline, copiedMs, wholeMs, copiedByBasebackup: wasBasebackup ?? null },
      };
    },
    release() {},
  };
}

function upstreamOf(member: string, own: PatroniMember, leader: NonNullable<Look['leader']>): string {
  const isFedByLeader = leader.own.replication.some(({ applicationName }) => applicationName === member);
  return isFedByLeader ? leader.name : (tagsOf(own).replicateFrom ?? leader.name);
}

/** Looks until `judge` comes to an end; calls a person while nothing moves, and goes on looking all the same. */
async function watchMember(
  context: StepContext,
  member: string,
  judge: (look: Look) => StepEnd | null,
): Promise<StepEnd> {
  const { clock, signal } = context;
  const stillness = createStillness(clock);
  let told = '';
  while (!signal.aborted) {
    const look = await lookAt(context, member);
    if (signal.aborted) break;
    const word = look.own === null ? (look.silence ?? 'no answer') : `${member}: ${look.own.state}`;
    if (word !== told) context.log(word);
    told = word;
    if (stillness.saw(word)) context.needPerson(null);
    const end = judge(look);
    if (end !== null) return end;
    // A copy takes as long as it takes, and Patroni shows no more of it than that it goes on.
    if (look.own?.state !== copyingState && stillness.forMs() > STUCK_MS) {
      const message = `${word}, nothing new for ${formatDurationMs(stillness.forMs())}. See Patroni’s log on ${member}; Howdah goes on looking.`;
      context.needPerson(lookAtCluster(context.port, message, member));
    }
    await clock.sleep(LOOK_MS, signal);
  }
  return { end: 'failed', message: 'stopped' };
}

async function lookAt(context: StepContext, member: string): Promise<Look> {
  const { port, patroni, signal } = context;
  const target = port.settings.patroni;
  const { url = null } = context.memory() as Memory;
  const known = port.snapshot().members;
  const urls = [
    ...known.filter((other) => other.name !== member).flatMap((other) => patroniUrlOf(other) ?? []),
  ];
  const [answer, { answer: listed }] = await Promise.all([
    url === null ? null : patroni.readMember(target, url, { timeoutMs: 2_000, signal, member }),
    askFirst(urls.length === 0 ? target.urls : urls, null, (each) =>
      patroni.readCluster(target, each, { timeoutMs: 2_000, signal }),
    ),
  ]);
  const cluster = listed?.ok === true ? listed.value : null;
  const name = cluster === null ? null : leaderIn(cluster);
  const leaderUrl = cluster?.members.find((other) => other.name === name)?.apiUrl ?? null;
  const leading =
    leaderUrl === null || name === null
      ? null
      : await patroni.readMember(target, leaderUrl, { timeoutMs: 2_000, signal, member: name });
  return {
    own: answer?.ok === true ? answer.value : null,
    silence: answer === null ? 'no address' : answer.ok ? null : answer.reason,
    cluster,
    leader: leading?.ok === true && name !== null ? { name, own: leading.value } : null,
  };
}
