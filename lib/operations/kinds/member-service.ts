import {
  type MemberServiceInput,
  memberServiceInputSchema,
  type OperationKind,
} from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { formatDurationMs } from '@/lib/domain/format';
import {
  judgeStart,
  judgeStop,
  type ServiceAction,
  type ServiceFacts,
  serviceSteps,
  serviceTitle,
  whatIsLeftOfStart,
  whatIsLeftOfStop,
} from '@/lib/domain/member-service';
import { shellText } from '@/lib/domain/shell-text';
import { commandsOn } from '../host-access';
import { defineKind, type OperationRun, type PlanContext, type StepContext, type StepEnd } from '../kind';
import { lookAtCluster } from '../next-command';
import { createStillness } from '../stillness';

/** A clean stop writes a checkpoint first. */
const commandMs = 300_000;
const hostMs = 8_000;
const lookMs = 400;
const stopWithinMs = 120_000;
const stuckMs = 60_000;
/** Asking for it twice changes nothing; after so long somebody may have undone it on purpose. */
const againWithinMs = 60_000;

/** Stops Patroni on a member's host, and PostgreSQL with it: for maintenance, or to see what applications feel. */
export const stopMember = serviceKind('stop_member', 'stop');
/** Starts it again, and follows it until it serves. */
export const startMember = serviceKind('start_member', 'start');

function serviceKind(kind: OperationKind, action: ServiceAction) {
  return defineKind<MemberServiceInput>({
    kind,
    schema: memberServiceInputSchema,
    role: 'operator',
    confirm: 'button',
    measures: ['durationMs'],
    title: (input) => serviceTitle(action, input),
    memberOf: ({ member }) => ({ field: 'member', name: member }),
    async plan(input, context) {
      const facts = await hostFacts(input, action, context);
      const judge = action === 'stop' ? judgeStop : judgeStart;
      return {
        ...judge(context.snapshot, input, facts, context.nowMs),
        options: null,
        steps: serviceSteps(action, input, facts.command),
        commands: facts.command.length === 0 ? [] : [shellText([...facts.command])],
        confirmLabel: serviceTitle(action, input),
      };
    },
    begin: (input) => beginService(input, action),
  });
}

async function hostFacts(
  { member }: MemberServiceInput,
  action: ServiceAction,
  { hosts, port }: PlanContext,
): Promise<ServiceFacts> {
  const command = port.settings.hosts[member]?.patroniService[action] ?? [];
  if (!hosts.has(member)) {
    return { command, trouble: `Add it to hosts in howdah.yaml: ${member}: { ssh: postgres@${member} }` };
  }
  const answer = await hosts.run(member, ['true'], { timeoutMs: hostMs });
  return { command, trouble: answer.ok ? null : answer.reason };
}

interface Memory {
  readonly sentAtMs?: number;
  readonly said?: string;
  /** Its command has ended well: what is silent then is down. */
  readonly isConfirmed?: boolean;
  readonly durationMs?: number;
  readonly leader?: string | null;
}

function beginService({ member }: MemberServiceInput, action: ServiceAction): OperationRun {
  const memoryOf = (context: StepContext) => context.memory() as Memory;
  const left = action === 'stop' ? whatIsLeftOfStop : whatIsLeftOfStart;

  const send = async (context: StepContext): Promise<StepEnd> => {
    const command = context.port.settings.hosts[member]?.patroniService[action];
    if (command === undefined)
      return { end: 'failed', message: `Nothing was changed: ${member} has no host.` };
    await context.remember({ sentAtMs: context.clock.nowMs() } satisfies Memory);
    const answer = await commandsOn(context.hosts, member)(command, { timeoutMs: commandMs });
    const said = answer.ok
      ? answer.value.exitCode === 0
        ? null
        : answer.value.stderr.trim().slice(-500)
      : answer.reason;
    context.note({ isConfirmed: said === null } satisfies Memory);
    if (said === null) return { end: 'done', message: `«${shellText([...command])}» has ended.` };
    context.note({ said } satisfies Memory);
    return {
      end: 'open',
      message: `${said || 'It failed without a word'}. ${member} itself is looked at.`,
      needsPerson: null,
    };
  };

  const startCommand = ({ port }: StepContext): string =>
    shellText([...(port.settings.hosts[member]?.patroniService.start ?? [])]);

  /** Exit code 0: the service runs. */
  const askService = ({ hosts, port, signal }: StepContext) =>
    commandsOn(hosts, member)(port.settings.hosts[member]?.patroniService.status ?? [], {
      timeoutMs: hostMs,
      signal,
    });

  /** A member whose stop was not confirmed may be silent and run: its host knows. Null: there is no doubt. */
  const doubtOf = async (context: StepContext): Promise<string | null> => {
    if (action === 'start' || memoryOf(context).isConfirmed === true) return null;
    const answer = await askService(context);
    if (!answer.ok) return `${member} is silent, and its host does not answer either`;
    return answer.value.exitCode === 0 ? `Patroni’s service on ${member} runs still` : null;
  };

  /** Howdah was killed where its command may never have reached the host: nothing there shows it. */
  const isUndone = async (context: StepContext): Promise<boolean> => {
    if (action === 'start') return isSilent(await context.port.refresh(), member);
    const answer = await askService(context);
    return answer.ok && answer.value.exitCode === 0;
  };

  const look = async (context: StepContext): Promise<StepEnd> => {
    const { clock, port, signal } = context;
    const beganMs = clock.nowMs();
    const stillness = createStillness(clock);
    let word: string | null = '';
    while (!signal.aborted) {
      const snapshot = await port.refresh();
      const now = left(snapshot, member) ?? (await doubtOf(context));
      if (now === null) {
        const durationMs = clock.nowMs() - (memoryOf(context).sentAtMs ?? beganMs);
        context.note({ durationMs, leader: snapshot.leader } satisfies Memory);
        return { end: 'done', message: action === 'stop' ? `${member} is down.` : `${member} is back.` };
      }
      if (now !== word) context.log(now);
      word = now;
      stillness.saw(now);
      context.progress(null, now);
      const waitedMs = clock.nowMs() - beganMs;
      const { said } = memoryOf(context);
      if (action === 'stop' && waitedMs > stopWithinMs) {
        const isOpen = left(snapshot, member) === null;
        if (isOpen) return stopIsOpen(context, member, now);
        return {
          end: 'failed',
          message: `${now} after ${formatDurationMs(waitedMs)}${said === undefined ? '' : `; the command said: ${said}`}.`,
        };
      }
      if (stillness.forMs() > stuckMs) {
        const message = `${now}, nothing new for ${formatDurationMs(stillness.forMs())}${said === undefined ? '' : `; the command said: ${said}`}. Howdah goes on looking.`;
        // A start that never reached its host is made up for with the command itself.
        const isUnsent = action === 'start' && isSilent(snapshot, member);
        context.needPerson(
          isUnsent
            ? { message, host: member, command: startCommand(context) }
            : lookAtCluster(port, message, member),
        );
      }
      await clock.sleep(lookMs, signal);
    }
    return { end: 'failed', message: 'stopped' };
  };

  return {
    steps: [
      {
        id: action,
        changes: true,
        run: send,
        verify: async (context) => {
          const isFresh = context.clock.nowMs() - (memoryOf(context).sentAtMs ?? 0) < againWithinMs;
          if (isFresh && (await isUndone(context))) return { end: 'again' };
          return {
            end: 'open',
            message: `Howdah was stopped while it was asked for; ${member} itself is looked at.`,
            needsPerson: null,
          };
        },
      },
      { id: 'look', run: look },
    ],
    conclude(context) {
      const { durationMs = null, leader = null } = memoryOf(context);
      const took = durationMs === null ? '' : ` after ${formatDurationMs(durationMs)}`;
      const leads = leader === null ? 'Nobody leads' : `${leader} leads`;
      const summary =
        action === 'stop'
          ? `${member} is down${took}. ${leads}.`
          : leader === member
            ? `${member} is back${took}, and leads.`
            : `${member} is back${took}, and follows ${leader ?? 'the leader'}.`;
      return { summary, facts: { member, leader, durationMs } };
    },
    release() {},
  };
}

/** Neither its Patroni nor its host can be asked: it may be down, or out of reach. */
function stopIsOpen({ port }: StepContext, member: string, now: string): StepEnd {
  const { status = [] } = port.settings.hosts[member]?.patroniService ?? {};
  const message = `Whether ${member} is down is not known: ${now}.`;
  return {
    end: 'unknown',
    message,
    needsPerson: { message, host: member, command: shellText([...status]) },
  };
}

function isSilent({ members }: Snapshot, member: string): boolean {
  return members.find(({ name }) => name === member)?.patroni.status !== 'fresh';
}
