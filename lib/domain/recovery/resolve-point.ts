import type { Lsn } from '@/lib/contract/names';
import type { Check } from '@/lib/contract/operations';
import type { RestoreChoice } from '@/lib/contract/restore';
import { formatDurationMs } from '../format';
import { lsnDistanceBytes } from '../lsn';
import { block, isBlocked, pass, warn } from '../preflight';
import { nameOfSegment } from '../wal-segment';
import { chooseSet, moment } from './choose-set';
import { firstAbsent, lastArchived, lastKnown, walBetween } from './line-walk';
import { type LossTarget, lossAfter } from './loss';
import type { RecoveryMap, RecoveryRepository, RecoverySet } from './recovery-map';
import { placeTarget, type TargetPlace } from './target-place';

/** What `RestorePath` says, with the set as the map knows it. */
export interface RecoveryPoint {
  readonly set: RecoverySet;
  readonly repository: number;
  readonly timeline: number;
  readonly wal: { readonly first: string; readonly last: string } | null;
  readonly walSegments: number | null;
  readonly walBytes: number | null;
  readonly lostSeconds: number | null;
  readonly lostWalBytes: number | null;
}

export interface RecoveryPointAnswer {
  readonly point: RecoveryPoint | null;
  readonly checks: readonly Check[];
}

/**
 * Whether a target can be reached, and how. Of several repositories the first one in which nothing blocks, otherwise
 * the first that was listed at all. Pure and quick enough to follow a pointer: a few searches by halves.
 */
export function resolvePoint(map: RecoveryMap, choice: RestoreChoice, nowMs: number): RecoveryPointAnswer {
  const known = withKnownPlace(map, choice);
  const asked = map.repositories.filter(({ key }) => choice.repository === null || key === choice.repository);
  let first: RecoveryPointAnswer | null = null;
  for (const repository of asked) {
    const answer = resolveIn(map, repository, known, nowMs);
    if (!isBlocked(answer.checks)) return answer;
    first ??= answer;
  }
  return first ?? { point: null, checks: [noRepository(map, choice)] };
}

/** A restore point that Howdah has set is a position with a name. */
function withKnownPlace(map: RecoveryMap, choice: RestoreChoice): RestoreChoice {
  const { target } = choice;
  if (target.type !== 'name') return choice;
  const known = map.restorePoints.findLast(({ name }) => name === target.name);
  if (known === undefined) return choice;
  return {
    ...choice,
    target: { type: 'lsn', lsn: known.lsn },
    timeline: choice.timeline ?? known.timeline,
  };
}

function noRepository(map: RecoveryMap, { repository }: RestoreChoice): Check {
  const known = map.repositories.map(({ key }) => key).join(', ');
  if (repository === null || known === '') {
    return block('set', 'No repository', 'The WAL of no repository could be listed.');
  }
  return block('set', `No repository ${repository}`, `The repositories that could be listed: ${known}.`);
}

function resolveIn(
  map: RecoveryMap,
  repository: RecoveryRepository,
  choice: RestoreChoice,
  nowMs: number,
): RecoveryPointAnswer {
  const { place, check } = placeTarget(map, repository, choice);
  if (place === null) return { point: null, checks: [targetCheck(map, choice, null, nowMs), check] };
  const answer = chooseSet(repository, place, choice);
  const { set } = answer;
  if (set !== null && choice.target.type === 'immediate' && choice.set === null) {
    return resolveIn(map, repository, { ...choice, set: set.label }, nowMs);
  }
  const checks = [targetCheck(map, choice, place, nowMs), check, answer.check];
  if (set === null) return { point: null, checks };
  const span = spanOf(set, place, choice);
  const wal = span === null ? null : walBetween(place.stretches, span.first, span.last);
  const name = (segment: number) => nameAlong(map, place, segment);
  return {
    point: {
      set,
      repository: repository.key,
      timeline: place.lane.timeline,
      wal: span === null ? null : { first: name(span.first), last: name(span.last) },
      walSegments: wal?.segments ?? null,
      walBytes: wal === null ? null : Math.round(wal.bytes),
      ...lossAfter(map, repository, place, lossTarget(choice, set), nowMs),
    },
    checks: [...checks, chainCheck(set), walCheck(map, set, place, choice)],
  };
}

function lossTarget({ target }: RestoreChoice, set: RecoverySet): LossTarget {
  const atMs =
    target.type === 'time' ? Date.parse(target.at) : target.type === 'immediate' ? set.endedAtMs : null;
  const lsn = target.type === 'lsn' ? target.lsn : target.type === 'immediate' ? set.lsnStop : null;
  return { atMs, lsn, whole: target.type === 'latest' };
}

/** From the set's first segment to the target's; null where the target's place is not known. */
function spanOf(
  set: RecoverySet,
  { segment, ahead, stretches }: TargetPlace,
  { target }: RestoreChoice,
): { first: number; last: number } | null {
  if (target.type === 'immediate') return { first: set.walStart, last: set.walStop };
  const end = ahead ? lastArchived(stretches) : segment;
  return end === null ? null : { first: set.walStart, last: Math.max(end, set.walStop) };
}

function nameAlong(map: RecoveryMap, { stretches, lane }: TargetPlace, segment: number): string {
  const owner = stretches.find(({ from, to }) => from <= segment && segment <= to)?.lane ?? lane;
  return nameOfSegment(owner.timeline, BigInt(segment), map.segmentBytes);
}

function targetCheck(
  map: RecoveryMap,
  { target }: RestoreChoice,
  place: TargetPlace | null,
  nowMs: number,
): Check {
  if (target.type === 'time') {
    const backMs = nowMs - Date.parse(target.at);
    if (backMs < 0) {
      return block('target', 'The target lies in the future', 'Choose a moment that has passed.');
    }
    return pass('target', 'The target has passed', `It lies ${formatDurationMs(backMs)} back.`);
  }
  if (target.type === 'lsn') return lsnCheck(map, target.lsn, place);
  if (target.type === 'immediate')
    return pass('target', 'The end of the backup', 'No more WAL than it needs.');
  if (target.type === 'latest') {
    return pass('target', 'The end of the WAL', 'Everything is replayed that was archived on that timeline.');
  }
  const what = target.type === 'xid' ? `Transaction ${target.xid}` : `The restore point ${target.name}`;
  return warn(
    'target',
    `${what} is looked for in WAL`,
    'Whether it is there shows only while it is replayed.',
  );
}

function lsnCheck({ current }: RecoveryMap, lsn: Lsn, place: TargetPlace | null): Check {
  if (place?.ahead !== true) return pass('target', 'The position has been written', `${lsn} lies back.`);
  if (current?.lsn == null) {
    return warn(
      'target',
      'Whether the position has been written is not known',
      `${lsn} lies after all that is archived, and how far the leader has written is not known.`,
    );
  }
  if (lsnDistanceBytes(current.lsn, lsn) > 0) {
    return block(
      'target',
      'The position lies in the future',
      `The leader has written up to ${current.lsn}. Choose a position up to there.`,
    );
  }
  return pass('target', 'The position has been written', `The leader is at ${current.lsn}.`);
}

function chainCheck(set: RecoverySet): Check {
  if (set.incomplete) {
    return block(
      'chain',
      'The backup is not whole',
      `${set.label} needs backups that are no longer in the repository. Choose another set.`,
    );
  }
  if (set.damaged) {
    return warn(
      'chain',
      'The backup has page checksum errors',
      'pgBackRest found damaged pages when it was taken; a restore brings them back as they were.',
    );
  }
  return pass('chain', 'The backup is whole', 'Everything that it needs is in the repository.');
}

function walCheck(map: RecoveryMap, set: RecoverySet, place: TargetPlace, { target }: RestoreChoice): Check {
  const { stretches, lane, segment, ahead, beyond } = place;
  const last = lastArchived(stretches);
  const title = 'WAL up to the target';
  if (beyond) {
    return block(
      'wal',
      `The WAL of timeline ${lane.timeline} ends before the target`,
      `${last === null ? 'None of it is archived' : `Its last segment is ${nameAlong(map, place, last)}`}${lane.endedAtMs === null ? '' : `, and timeline ${lane.timeline} was left at about ${moment(lane.endedAtMs)}`}. Choose the end of timeline ${lane.timeline}, or an earlier target.`,
    );
  }
  const open = target.type === 'xid' || target.type === 'name';
  const written = ahead ? lastKnown(stretches) : last;
  const end = target.type === 'immediate' ? set.walStop : open || ahead ? (written ?? set.walStop) : segment;
  const absent = end === null ? null : firstAbsent(stretches, set.walStart, Math.max(end, set.walStop));
  if (absent !== null) return absentCheck(map, absent, open);
  if (ahead) {
    return pass(
      'wal',
      title,
      'Everything archived so far is there; the rest up to the target is archived before a restore begins.',
    );
  }
  return pass('wal', title, open ? 'No segment is absent.' : 'Every segment is in the repository.');
}

function absentCheck(
  map: RecoveryMap,
  absent: { timeline: number; first: number; last: number },
  open: boolean,
): Check {
  const name = (segment: number) => nameOfSegment(absent.timeline, BigInt(segment), map.segmentBytes);
  const count = absent.last - absent.first + 1;
  const which =
    count === 1
      ? `Segment ${name(absent.first)} is not in the repository`
      : `${count} segments are not in the repository, ${name(absent.first)} to ${name(absent.last)}`;
  return open
    ? warn('wal', 'WAL is absent', `${which}: what was written from there on cannot be reached.`)
    : block(
        'wal',
        'WAL is absent',
        `${which}. Choose a target before it, or one after the next backup has ended.`,
      );
}
