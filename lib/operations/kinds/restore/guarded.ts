import type { Decision } from '@/lib/contract/operations';
import { formatBytes } from '@/lib/domain/format';
import { listed } from '@/lib/domain/preflight';
import { errorText } from '@/lib/store/store-error';
import { readMemberHost } from '@/lib/upstream/host/member-host';
import { commandsOn } from '../../host-access';
import type { GateDecision, NeedsPerson, StepContext, StepDefinition, StepEnd } from '../../kind';
import { patronictlOn } from '../../next-command';
import { rememberAtLast } from '../../remember-at-last';
import { memoryOf } from './memory';
import { stands } from './stands';
import { Trouble } from './trouble';

/** How often what an open gate says is held against the cluster. */
const watchMs = 15_000;

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
  const { decision, target, by } = await decided(context, trouble);
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

/** What a person decides; the gate is opened anew whenever what it says of the cluster is not so any more. */
async function decided(context: StepContext, trouble: Trouble): Promise<GateDecision> {
  const { final, puttingBack } = memoryOf(context);
  const isFinal = final === true || puttingBack === true;
  const disk = await fullDiskWords(context, trouble.host);
  let facts = await stands(context);
  context.log(needsOf(context, trouble, disk, facts).message);
  for (;;) {
    const needs = needsOf(context, trouble, disk, facts);
    context.needPerson(needs);
    const closing = new AbortController();
    const watched = watch(context, facts.message, closing);
    try {
      return await context.gate(
        {
          id: 'trouble',
          title: 'The restore has stopped here',
          message: `${needs.message} ${facts.message}`,
          decisions: [
            ...(trouble.ways.isPastRetry === true ? [] : retry),
            ...copy(trouble.ways.copy ?? []),
            ...(isFinal ? leave : [...(trouble.ways.isTarget === true ? another : []), ...discard]),
          ],
          look: null,
        },
        closing.signal,
      );
    } catch (error) {
      const now = context.signal.aborted ? null : await watched;
      if (now === null) throw error;
      facts = now;
    } finally {
      closing.abort();
      await watched;
    }
  }
}

/** Closes the gate when what it says is not so any more, with how things stand then. */
async function watch(
  context: StepContext,
  said: string,
  closing: AbortController,
): Promise<NeedsPerson | null> {
  const either = AbortSignal.any([closing.signal, context.signal]);
  while (!either.aborted) {
    await context.clock.sleep(watchMs, either);
    if (either.aborted) break;
    const now = await stands(context).catch(() => null);
    if (either.aborted || now === null || now.message === said) continue;
    closing.abort();
    return now;
  }
  return null;
}

function needsOf(
  context: StepContext,
  { message, host, command }: Trouble,
  more: string,
  facts: NeedsPerson,
): NeedsPerson {
  const words = `${message}${more}`;
  if (command !== null) return { message: words, host, command };
  const { final, puttingBack, plan } = memoryOf(context);
  // Past the way back it is the next command that has the cluster serve again; before it, that decision does.
  if (final === true || puttingBack === true) return { ...facts, message: words };
  const other = plan?.members.find(({ name }) => name !== host);
  return { message: words, ...patronictlOn(context.port, other?.name ?? host, 'list') };
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
    detail:
      'Whoever leads now leads on; where nobody does, a member that has all of the old data, and what was written to it since.',
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
