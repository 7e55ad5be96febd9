import type { Operation, Step } from '@/lib/contract/operations';

export type PhaseState = Step['status'] | 'waiting';

export interface RestorePhase {
  readonly id: string;
  readonly title: string;
  /** Where it happens: a member, or in words. */
  readonly where: string;
  readonly state: PhaseState;
  /** 0 to 1 of the step that runs; null where it is not known. */
  readonly fraction: number | null;
}

export interface RestoreLine {
  /** Up to the point of no return: until its end nothing is lost. */
  readonly before: readonly RestorePhase[];
  readonly after: readonly RestorePhase[];
  /** Set once the cluster is being put back as it was. */
  readonly putBack: RestorePhase | null;
  readonly isPassed: boolean;
}

/** The last step of a restore that can be taken back: what follows it changes what the cluster holds. */
export const lastStepBeforeNoReturn = 'look';

const promoteStep = 'promote';
const putBackStep = 'put_back';

interface PhasePlan {
  readonly id: string;
  readonly title: string;
  readonly where: 'member' | 'others' | string;
  readonly steps: readonly string[];
}

const before: readonly PhasePlan[] = [
  { id: 'prepare', title: 'Prepare', where: 'the cluster', steps: ['preflight', 'pause', 'mark'] },
  { id: 'stop', title: 'Stop', where: 'every host', steps: ['stop_patroni', 'stop_postgres'] },
  { id: 'restore', title: 'Restore', where: 'member', steps: ['restore'] },
  { id: 'recover', title: 'Recover', where: 'member', steps: ['recover'] },
  { id: 'look', title: 'Look', where: 'you', steps: ['look'] },
];

const after: readonly PhasePlan[] = [
  { id: 'promote', title: 'Promote', where: 'member', steps: [promoteStep, 'start_patroni'] },
  { id: 'rejoin', title: 'Rejoin', where: 'the others', steps: ['rejoin', 'resume'] },
  { id: 'finish', title: 'Back up', where: 'the repository', steps: ['check', 'backup'] },
];

/** A restore's steps drawn together into phases, each with where it happens and how it stands. */
export function restoreLine(
  operation: Pick<Operation, 'steps' | 'gate' | 'input' | 'needsPerson'>,
): RestoreLine {
  const { steps, input } = operation;
  const member = typeof input.member === 'string' ? input.member : 'the chosen member';
  const isWaiting = operation.gate !== null || operation.needsPerson !== null;
  // Going on to a later target leaves the restored files as they are: that step is skipped, and yet has happened.
  const isRecovering = steps.some((step) => step.id === 'recover' && step.startedAt !== null);
  const phase = (plan: PhasePlan): RestorePhase => {
    const own = steps.filter((step) => plan.steps.includes(step.id));
    const running = own.find((step) => step.status === 'running');
    const isKept = plan.id === 'restore' && isRecovering;
    const known = stateOf(own);
    const state = known === 'skipped' && isKept ? 'done' : known;
    return {
      id: plan.id,
      title: plan.title,
      where: plan.where === 'member' ? member : plan.where,
      state: state === 'running' && isWaiting ? 'waiting' : state,
      fraction: running?.progress?.fraction ?? null,
    };
  };
  const isPutBack = steps.some((step) => step.id === putBackStep);
  const promote = steps.find((step) => step.id === promoteStep);
  return {
    before: before.map(phase),
    after: after.map(phase),
    putBack: isPutBack
      ? phase({ id: 'put_back', title: 'Put back', where: 'every host', steps: [putBackStep] })
      : null,
    isPassed: promote !== undefined && promote.status !== 'pending' && promote.status !== 'skipped',
  };
}

function stateOf(steps: readonly Step[]): Step['status'] {
  const some = (status: Step['status']) => steps.some((step) => step.status === status);
  if (some('failed')) return 'failed';
  if (some('running')) return 'running';
  if (some('unknown')) return 'unknown';
  if (steps.length === 0) return 'pending';
  if (steps.every((step) => step.status === 'skipped')) return 'skipped';
  if (steps.every((step) => step.status === 'done' || step.status === 'skipped')) return 'done';
  return some('done') ? 'running' : 'pending';
}
