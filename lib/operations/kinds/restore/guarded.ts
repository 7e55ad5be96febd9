import type { Decision } from '@/lib/contract/operations';
import { formatBytes } from '@/lib/domain/format';
import { listed } from '@/lib/domain/preflight';
import { errorText } from '@/lib/store/store-error';
import { readMemberHost } from '@/lib/upstream/host/member-host';
import { commandsOn } from '../../host-access';
import type { NeedsPerson, StepContext, StepDefinition, StepEnd } from '../../kind';
import { lookAtCluster } from '../../next-command';
import { rememberAtLast } from '../../remember-at-last';
import { memoryOf } from './memory';
import { stands } from './stands';
import { Trouble } from './trouble';

/** The step with a gate behind its failures: a person has it tried again, or the cluster put back. */
export function guarded(step: StepDefinition): StepDefinition {
  return {
    ...step,
    async run(context) {
      for (;;) {
        const { end, trouble } = await attempt(step, context);
        if (trouble === null || context.signal.aborted) return end;
        if (memoryOf(context).sentAtMs === undefined) return end;
        const next = await ask(context, trouble);
        if (next !== null) return next;
      }
    },
  };
}

async function attempt(
  step: StepDefinition,
  context: StepContext,
): Promise<{ end: StepEnd; trouble: Trouble | null }> {
  try {
    return { end: await step.run(context), trouble: null };
  } catch (error) {
    const trouble = error instanceof Trouble ? error : new Trouble(errorText(error));
    const isUntouched = memoryOf(context).sentAtMs === undefined;
    return {
      end: {
        end: 'failed',
        message: isUntouched ? `Nothing was changed: ${trouble.message}` : trouble.message,
      },
      trouble,
    };
  }
}

async function ask(context: StepContext, trouble: Trouble): Promise<StepEnd | null> {
  const { final, puttingBack } = memoryOf(context);
  const isFinal = final === true || puttingBack === true;
  const needs = needsOf(context, trouble, await fullDiskWords(context, trouble.host));
  context.log(needs.message);
  context.needPerson(needs);
  const { decision, target, by } = await context.gate({
    id: 'trouble',
    title: 'The restore has stopped here',
    message: `${needs.message} ${puttingBack === true ? backWords : isFinal ? finalWords : safeWords(trouble)}`,
    decisions: [
      ...(trouble.ways.isPastRetry === true ? [] : retry),
      ...copy(trouble.ways.copy ?? []),
      ...(isFinal ? leave : [...(trouble.ways.isTarget === true ? another : []), ...discard]),
    ],
    look: null,
  });
  context.log(`${by} decided: ${decision}`);
  const copyWanted = decision === 'reinitialize' ? { copyWanted: trouble.ways.copy ?? [] } : {};
  await rememberAtLast(context, { decided: null, ...copyWanted });
  if (decision === 'discard') return { end: 'discard', message: 'Discarded.' };
  if (decision === 'leave') {
    const left = await stands(context);
    return {
      end: 'unknown',
      message: `Left to be finished by hand. ${trouble.message} ${left.message}`,
      needsPerson: left,
    };
  }
  if (decision === 'another_target' && target !== undefined) {
    await rememberAtLast(context, { wanted: target });
    return { end: 'back', to: 'restore', message: trouble.message };
  }
  return null;
}

function needsOf(context: StepContext, { message, host, command }: Trouble, more: string): NeedsPerson {
  const words = `${message}${more}`;
  if (command !== null) return { message: words, host, command };
  // Nothing in particular helps there, or nobody gets there: how the cluster stands is seen from another member.
  const other = memoryOf(context).plan?.members.find(({ name }) => name !== host);
  return lookAtCluster(context.port, words, other?.name ?? host);
}

/** Programs that end for want of room say so in many ways, and some of them not at all. */
async function fullDiskWords(context: StepContext, host: string | null): Promise<string> {
  const member = memoryOf(context).plan?.members.find(({ name }) => name === host);
  if (member === undefined) return '';
  const run = commandsOn(context.hosts, member.name);
  const answer = await readMemberHost(run, member.dataDirectory, { timeoutMs: 10_000 });
  const freeBytes = answer.ok ? answer.value.freeBytes : null;
  if (freeBytes === null || freeBytes >= walSegmentBytes) return '';
  return ` The disk of ${member.name} is full: ${formatBytes(freeBytes)} are left for ${member.dataDirectory}. Make room there first.`;
}

/** With less room than this not one more segment of WAL can be fetched. */
const walSegmentBytes = 16 * 1024 * 1024;

const safeWords = ({ ways }: Trouble): string =>
  ways.isPauseDoubtful === true
    ? 'The old data can be put back. The restore has paused the cluster; whether it still is, is not known.'
    : 'Nothing is lost: the restore has paused the cluster, and it can be put back as it was.';
const finalWords =
  'The restored data is there; what is left is to bring the cluster back around it. The cluster may still be paused.';

const backWords =
  'The cluster is being put back as it was; the old data is not lost, and the cluster may still be paused.';

const retry: Decision[] = [
  {
    id: 'retry',
    label: 'Try again',
    detail: 'This step is done once more; what is done already is found out first.',
    needs: null,
    tone: 'go',
  },
];
const another: Decision[] = [
  {
    id: 'another_target',
    label: 'Another target…',
    detail: 'An earlier one, that the WAL reaches.',
    needs: 'target',
    tone: 'plain',
  },
];
const discard: Decision[] = [
  {
    id: 'discard',
    label: 'Put the cluster back',
    detail: 'As it was before the restore, with nothing lost.',
    needs: null,
    tone: 'back',
  },
];
const copy = (names: readonly string[]): Decision[] =>
  names.length === 0
    ? []
    : [
        {
          id: 'reinitialize',
          label: `Reinitialize ${listed(names)}`,
          detail: `The data on ${listed(names)} is thrown away, and copied again from the leader.`,
          needs: null,
          tone: 'plain',
        },
      ];
const leave: Decision[] = [
  {
    id: 'leave',
    label: 'Finish by hand',
    detail: 'Howdah stops here, and says how things stand and what comes next.',
    needs: null,
    tone: 'back',
  },
];
