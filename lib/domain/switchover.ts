import type { Check, PlanOption, PlanStep, SwitchoverInput } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { curlText, type PatroniByHand, patronictlBy } from './by-hand';
import { formatDurationMs } from './format';
import { lowerFirst } from './heirs-words';
import {
  backupCheck,
  block,
  clusterChecks,
  haproxyCheck,
  isBlocked,
  type Judgement,
  leaderOf,
  listed,
  pass,
  patroniUrlOf,
  warn,
} from './preflight';
import { isStandbyCluster, sourceText } from './standby-cluster';
import { judgeCandidates, verdictOf } from './switchover-candidates';

export interface SwitchoverJudgement extends Judgement {
  /** Candidates best first, then the choice by Patroni. */
  readonly options: readonly PlanOption[];
}

const soonMs = 5_000;
const farMs = 30 * 86_400_000;
const absurdMs = 366 * 86_400_000;

/**
 * Whether the lead can be handed over now (or at `input.at`), and to whom. `measuredMs` are the write outages of
 * this cluster's last switchovers. Pure: `nowMs` is the moment that ages and the schedule are judged by.
 */
export function judgeSwitchover(
  snapshot: Snapshot,
  input: SwitchoverInput,
  nowMs: number,
  measuredMs: readonly number[] = [],
): SwitchoverJudgement {
  const candidates = judgeCandidates(snapshot);
  const options = [...candidates, patroniChooses(candidates, snapshot)];
  const checks = [
    ...clusterChecks(snapshot, nowMs),
    leaderAsSeenCheck(snapshot, input),
    ...candidateChecks(snapshot, input, options),
    pausedCheck(snapshot, input),
    scheduledCheck(snapshot, input),
    scheduleCheck(input, nowMs),
    backupCheck(snapshot),
    haproxyCheck(snapshot),
  ].filter((check) => check !== null);
  return { effect: effectOf(snapshot, input, measuredMs), checks, blocked: isBlocked(checks), options };
}

function patroniChooses(candidates: readonly PlanOption[], snapshot: Snapshot): PlanOption {
  const possible = candidates.filter((candidate) => candidate.verdict !== 'blocked');
  const names = possible.map((candidate) => candidate.label);
  const checks: Check[] = [];
  if (snapshot.paused) {
    checks.push(block('candidate_needed', 'Not while paused', 'A paused cluster needs a named candidate.'));
  }
  if (possible.length === 0) {
    checks.push(block('candidates', 'No candidate', 'No member can take over; each says why.'));
  } else if (possible.every((candidate) => candidate.verdict === 'care')) {
    checks.push(warn('candidates', 'With care', `Patroni can choose ${listed(names)}; see what each says.`));
  } else {
    checks.push(pass('candidates', 'Patroni chooses', `It can choose ${listed(names)}.`));
  }
  return { value: null, label: 'Let Patroni choose', verdict: verdictOf(checks), best: false, checks };
}

function leaderAsSeenCheck(snapshot: Snapshot, { leader }: SwitchoverInput): Check | null {
  if (leader === undefined || snapshot.leader === null || leader === snapshot.leader) return null;
  return block(
    'leader_changed',
    'Another member leads by now',
    `${snapshot.leader} leads, not ${leader}. Look again before switching.`,
  );
}

function candidateChecks(
  snapshot: Snapshot,
  { candidate }: SwitchoverInput,
  options: readonly PlanOption[],
): Check[] {
  if (candidate !== null && candidate === snapshot.leader) {
    return [block('candidate', `${candidate} leads already`, 'Choose another member.')];
  }
  const chosen = options.find((option) => option.value === candidate);
  if (chosen === undefined) {
    return [
      block('candidate', `${candidate ?? 'That member'} cannot lead`, 'It is not a replica of this cluster.'),
    ];
  }
  const name = candidate ?? 'Patroni';
  const notable = chosen.checks
    .filter((check) => check.level !== 'pass')
    .map((check) => ({ ...check, title: `${name}: ${lowerFirst(check.title)}` }));
  if (notable.length > 0) return notable;
  return [
    candidate === null
      ? pass('candidate', 'Patroni can choose', chosen.checks[0]?.reason ?? '')
      : pass('candidate', `${candidate} can take over`, 'Reachable, close behind, on the same timeline.'),
  ];
}

function pausedCheck(snapshot: Snapshot, { at }: SwitchoverInput): Check | null {
  if (!snapshot.paused) return null;
  if (at !== null) {
    return block('paused', 'The cluster is paused', 'A paused cluster cannot be switched at a later time.');
  }
  return warn(
    'paused',
    'The cluster is paused',
    'Patroni switches when it is asked to, but brings nothing back by itself afterwards.',
  );
}

function scheduledCheck({ scheduledSwitchover }: Snapshot, { at }: SwitchoverInput): Check | null {
  if (scheduledSwitchover === null) return null;
  const to = scheduledSwitchover.to === null ? '' : ` to ${scheduledSwitchover.to}`;
  const what = `A switchover${to} is scheduled for ${scheduledSwitchover.at}.`;
  return at === null
    ? warn('scheduled', 'A switchover is scheduled', `${what} This one takes its place.`)
    : block('scheduled', 'A switchover is scheduled', `${what} Cancel it first.`);
}

function scheduleCheck({ at }: SwitchoverInput, nowMs: number): Check | null {
  if (at === null) return null;
  const inMs = Date.parse(at) - nowMs;
  if (inMs < soonMs) {
    return block('at', 'The time has passed', `${at} is not in the future by the clock of Howdah's server.`);
  }
  const wait = formatDurationMs(inMs);
  if (inMs > absurdMs) return block('at', 'The time is too far away', `${at} is in ${wait}.`);
  if (inMs > farMs) return warn('at', 'The time is far away', `${at} is in ${wait}.`);
  return pass('at', 'The time is in the future', `In ${wait}.`);
}

function effectOf(snapshot: Snapshot, { at }: SwitchoverInput, measuredMs: readonly number[]): string {
  const isStandby = isStandbyCluster(snapshot);
  const outage = isStandby
    ? `This standby cluster takes no writes: WAL from ${sourceText(snapshot)} stops for some seconds.`
    : outageText(measuredMs);
  const leader = isStandby ? 'the old standby leader' : 'the old leader';
  if (at === null) return `${outage} Reads go on; every open connection to ${leader} ends.`;
  return `Nothing happens now. At ${at}: ${outage.charAt(0).toLowerCase()}${outage.slice(1)}`;
}

function outageText(measuredMs: readonly number[]): string {
  const middle = median(measuredMs);
  if (middle === null) return 'Writes stop for some seconds; how long was not measured on this cluster yet.';
  const basis = measuredMs.length === 1 ? 'measured once' : `median of the last ${measuredMs.length}`;
  return `Writes stop for about ${formatDurationMs(middle)} (${basis} on this cluster).`;
}

export function median(figures: readonly number[]): number | null {
  const sorted = [...figures].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

/** `Switch over to node2`, `Schedule a switchover to node2`. */
export function switchoverTitle({ candidate, at }: SwitchoverInput): string {
  const to = candidate === null ? '' : ` to ${candidate}`;
  return at === null ? `Switch over${to}` : `Schedule a switchover${to}`;
}

/**
 * The same by hand: `patronictl` (whose option is `--leader` in every version from 3.0.0 on; its `--master` is gone in
 * 4.0), and the request itself. patronictl takes the scope of its own configuration where none is given.
 */
export function switchoverCommands(
  snapshot: Snapshot,
  { candidate, at }: SwitchoverInput,
  by: PatroniByHand,
): string[] {
  const leader = leaderOf(snapshot);
  const from = leader?.name ?? 'LEADER';
  const words = [
    ...['--leader', from],
    ...(candidate === null ? [] : ['--candidate', candidate]),
    ...(at === null ? [] : ['--scheduled', at]),
    '--force',
  ];
  const body = {
    leader: from,
    ...(candidate === null ? {} : { candidate }),
    ...(at === null ? {} : { scheduled_at: at }),
  };
  const url = leader === null ? null : patroniUrlOf(leader);
  return [
    patronictlBy(by, snapshot.scope, from, 'switchover', words),
    ...(url === null ? [] : [curlText('POST', `${url}/switchover`, by, body)]),
  ];
}

/** What will be done, in order. The ids are those of the running operation's steps. */
export function switchoverSteps(snapshot: Snapshot, input: SwitchoverInput, by: PatroniByHand): PlanStep[] {
  const [patronictl = null] = switchoverCommands(snapshot, input, by);
  const from = snapshot.leader ?? 'the leader';
  const to = input.candidate ?? 'the member that Patroni chooses';
  const isStandby = isStandbyCluster(snapshot);
  const check: PlanStep = {
    id: 'preflight',
    title: 'Check again',
    detail: 'Everything above is asked anew; what blocks now stops it before anything changed.',
    command: null,
  };
  if (input.at !== null) {
    return [
      check,
      {
        id: 'ask',
        title: 'Ask Patroni to schedule it',
        detail: `${from} hands the lead to ${to} at ${input.at}.`,
        command: patronictl,
      },
      {
        id: 'confirm',
        title: 'See it in Patroni',
        detail: 'Until /cluster shows it with this time.',
        command: null,
      },
    ];
  }
  return [
    check,
    {
      id: 'ask',
      title: 'Ask Patroni',
      detail: `${from} is asked to hand the lead to ${to}.`,
      command: patronictl,
    },
    {
      id: 'takeover',
      title: 'The new leader takes over',
      detail: isStandby
        ? `${from} gives up the leader role; ${to} takes it and receives WAL from ${sourceText(snapshot)}.`
        : `${from} shuts its PostgreSQL down cleanly; ${to} receives everything and is promoted. Measured meanwhile.`,
      command: null,
    },
    {
      id: 'whole',
      title: 'Every member follows',
      detail: isStandby
        ? 'Until the other members stream from the new leader.'
        : 'Until the other members stream on the new timeline and HAProxy sends writes to the new leader.',
      command: null,
    },
  ];
}
