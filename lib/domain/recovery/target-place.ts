import type { Check } from '@/lib/contract/operations';
import { type RestoreChoice, restorePointName } from '@/lib/contract/restore';
import { parseLsn } from '../lsn';
import { block, pass, warn } from '../preflight';
import { lastArchived, type Stretch, segmentAlong, stretchesOf } from './line-walk';
import {
  currentTimeline,
  laneOf,
  type RecoveryLane,
  type RecoveryMap,
  type RecoveryRepository,
} from './recovery-map';

/** Where a target lies: on which timeline's line, and in which of its segments. */
export interface TargetPlace {
  readonly lane: RecoveryLane;
  readonly stretches: readonly Stretch[];
  /** The last segment that is needed; null where the place is not known (xid, name) or not archived yet. */
  readonly segment: number | null;
  /** True: on the timeline that is written now, after the last segment that is archived. */
  readonly ahead: boolean;
  /** True: the timeline has ended before the target, as far as it is archived. */
  readonly beyond: boolean;
}

export type PlaceAnswer = { readonly place: TargetPlace | null; readonly check: Check };

/**
 * Finds the timeline that contains a target, when none is named: for a time the one that was written then, for a
 * position the one that owns it on the line of today's, for all else today's.
 */
export function placeTarget(
  map: RecoveryMap,
  repository: RecoveryRepository,
  choice: RestoreChoice,
): PlaceAnswer {
  const { target } = choice;
  if (target.type === 'name' && !restorePointName.test(target.name)) {
    return { place: null, check: unwritableName(target.name) };
  }
  const named = choice.timeline;
  const timeline = named ?? ownerOf(map, repository, choice);
  if (timeline === null) return { place: null, check: noTimeline() };
  const lane = laneOf(repository, timeline);
  const stretches = stretchesOf(repository, timeline);
  if (lane === undefined || stretches === null)
    return { place: null, check: unknownTimeline(timeline, repository) };
  const place = placeOn(map, repository, lane, stretches, choice);
  const heir = named === null ? heirOf(map, repository, place, choice) : null;
  return { place: heir ?? place, check: timelineCheck(map, repository, choice, timeline, heir ?? place) };
}

function ownerOf(map: RecoveryMap, repository: RecoveryRepository, choice: RestoreChoice): number | null {
  const { target } = choice;
  if (target.type === 'time') return timelineAt(repository, Date.parse(target.at));
  if (target.type === 'lsn') return ownerOfLsn(map, repository, parseLsn(target.lsn));
  if (target.type === 'immediate' && choice.set !== null) {
    const set = repository.sets.find(({ label }) => label === choice.set);
    if (set !== undefined) return set.timeline;
  }
  return newestTimeline(map, repository);
}

/** The timeline that was written at a moment: the last that had begun. */
export function timelineAt(repository: RecoveryRepository, atMs: number): number | null {
  const begun = repository.lanes.filter(({ startedAtMs }) => startedAtMs !== null && startedAtMs <= atMs);
  return begun.at(-1)?.timeline ?? repository.lanes[0]?.timeline ?? null;
}

function ownerOfLsn(map: RecoveryMap, repository: RecoveryRepository, lsn: bigint): number | null {
  const newest = newestTimeline(map, repository);
  const line = newest === null ? [] : (laneOf(repository, newest)?.line ?? []);
  const owner = line.find(({ until }) => until === null || lsn < parseLsn(until.lsn));
  return owner?.timeline ?? newest;
}

/** What the cluster writes; before anything of it is archived, the newest that the repository knows. */
function newestTimeline(map: RecoveryMap, repository: RecoveryRepository): number | null {
  const current = currentTimeline(map, repository);
  if (current !== null && laneOf(repository, current) !== undefined) return current;
  return repository.lanes.at(-1)?.timeline ?? null;
}

function placeOn(
  map: RecoveryMap,
  repository: RecoveryRepository,
  lane: RecoveryLane,
  stretches: readonly Stretch[],
  { target, set }: RestoreChoice,
): TargetPlace {
  const last = lastArchived(stretches);
  const at = (segment: number | null, sought: boolean): TargetPlace => {
    const outside = sought && (segment === null || last === null || segment > last);
    const current = lane.timeline === currentTimeline(map, repository);
    return {
      lane,
      stretches,
      segment: outside ? null : segment,
      ahead: outside && current,
      beyond: outside && !current,
    };
  };
  switch (target.type) {
    case 'time':
      return at(segmentAlong(stretches, Date.parse(target.at)), true);
    case 'lsn':
      return at(Number(parseLsn(target.lsn) / BigInt(map.segmentBytes)), true);
    case 'latest':
      return at(last, false);
    case 'immediate':
      return at(repository.sets.find(({ label }) => label === set)?.walStop ?? null, false);
    default:
      return at(null, false);
  }
}

/**
 * At a switchover the last segment of the old timeline is archived as `.partial`, and whole only if the former leader
 * comes back and archives it late, without a commit after the switch at which recovery could stop. The new timeline
 * begins with a copy of it: the last moments before the switch are reached along that one. Null where none took over.
 */
function heirOf(
  map: RecoveryMap,
  repository: RecoveryRepository,
  place: TargetPlace,
  choice: RestoreChoice,
): TargetPlace | null {
  if (place.ahead) return null;
  const child = repository.lanes.find((other) => inherits(other, place));
  const along = child === undefined ? null : stretchesOf(repository, child.timeline);
  if (child === undefined || along === null) return null;
  const inherited = placeOn(map, repository, child, along, choice);
  return heirOf(map, repository, inherited, choice) ?? inherited;
}

function inherits(child: RecoveryLane, { lane, stretches, segment, beyond }: TargetPlace): boolean {
  const piece = child.line.at(-2);
  if (piece?.timeline !== lane.timeline || piece.until === null) return false;
  if (beyond) return piece.until.segment > (lastArchived(stretches) ?? -1);
  if (segment === null || segment !== piece.until.segment || segment !== lastArchived(stretches))
    return false;
  const run = lane.runs.at(-1);
  return run !== undefined && (run.untilMs.at(-1) ?? 0) >= (child.startedAtMs ?? Number.POSITIVE_INFINITY);
}

function timelineCheck(
  map: RecoveryMap,
  repository: RecoveryRepository,
  choice: RestoreChoice,
  owner: number,
  { lane }: TargetPlace,
): Check {
  const { timeline } = lane;
  if (!lane.ancestryKnown) {
    return warn(
      'timeline',
      `Where timeline ${timeline} comes from is not known`,
      `Its history file is not in the repository: only backups taken on timeline ${timeline} itself are considered.`,
    );
  }
  if (timeline !== owner) {
    return pass(
      'timeline',
      `Timeline ${timeline}`,
      `Timeline ${owner} was written then; its last segment is whole on timeline ${timeline}, which carried it on.`,
    );
  }
  const title = `Timeline ${timeline}`;
  if (choice.timeline !== null) return namedTimeline(repository, choice, lane);
  if (choice.target.type === 'time') return pass('timeline', title, 'It was written at that moment.');
  if (choice.target.type === 'lsn') return pass('timeline', title, 'It holds that position.');
  if (timeline === currentTimeline(map, repository)) return pass('timeline', title, 'It is written now.');
  return pass('timeline', title, 'It is the newest in the repository that fits.');
}

function namedTimeline(repository: RecoveryRepository, { target }: RestoreChoice, lane: RecoveryLane): Check {
  const title = `Timeline ${lane.timeline}`;
  if (target.type !== 'time') return pass('timeline', title, 'As chosen.');
  const atMs = Date.parse(target.at);
  const then = timelineAt(repository, atMs);
  if (then === null || then === lane.timeline)
    return pass('timeline', title, 'It was written at that moment.');
  if (passesThrough(repository, lane, then, atMs)) {
    return pass('timeline', title, `Timeline ${then}, from which it comes, was written at that moment.`);
  }
  return warn(
    'timeline',
    `Timeline ${then} was written at that moment, not ${lane.timeline}`,
    `Recovery along timeline ${lane.timeline} ends with what was written on it before. Choose timeline ${then} for the cluster as it was then.`,
  );
}

/** Whether the line still followed `timeline` when that was written at `atMs`. */
function passesThrough(
  repository: RecoveryRepository,
  lane: RecoveryLane,
  timeline: number,
  atMs: number,
): boolean {
  const until = lane.line.find((piece) => piece.timeline === timeline)?.until;
  const written = laneOf(repository, timeline);
  if (until == null || written === undefined) return false;
  const whole = [{ lane: written, from: 0, to: Number.POSITIVE_INFINITY }];
  const segment = segmentAlong(whole, atMs);
  return segment === null ? until.segment > (lastArchived(whole) ?? -1) : segment <= until.segment;
}

function noTimeline(): Check {
  return block('timeline', 'No timeline', 'The repository holds no WAL of this cluster.');
}

function unwritableName(name: string): Check {
  return block(
    'timeline',
    `${JSON.stringify(name)} cannot be aimed at`,
    'A restore point is aimed at by a name of at most 63 characters, without backslashes and line ends. Choose its time instead.',
  );
}

function unknownTimeline(timeline: number, { lanes, key }: RecoveryRepository): Check {
  const known = lanes.map((lane) => lane.timeline).join(', ');
  return block(
    'timeline',
    `Timeline ${timeline} is not in the repository`,
    known === ''
      ? `Repository ${key} holds no WAL of this cluster.`
      : `Repository ${key} has the timelines ${known}. Choose one of them.`,
  );
}
