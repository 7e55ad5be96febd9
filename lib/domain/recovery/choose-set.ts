import type { Check } from '@/lib/contract/operations';
import type { RestoreChoice } from '@/lib/contract/restore';
import { parseLsn } from '../lsn';
import { block, pass, warn } from '../preflight';
import { isOnLine } from './line-walk';
import type { RecoveryRepository, RecoverySet } from './recovery-map';
import type { TargetPlace } from './target-place';
import { firstIndex } from './wal-runs';

export type SetAnswer = { readonly set: RecoverySet | null; readonly check: Check };

/** The set to start from: the one that is named, if it fits, or else the newest whole one that ends before the target. */
export function chooseSet(
  repository: RecoveryRepository,
  place: TargetPlace,
  choice: RestoreChoice,
): SetAnswer {
  return choice.set === null
    ? bestSet(repository, place, choice)
    : namedSet(repository, place, choice, choice.set);
}

function bestSet(repository: RecoveryRepository, place: TargetPlace, choice: RestoreChoice): SetAnswer {
  const { sets } = repository;
  const { target } = choice;
  const end =
    target.type === 'time'
      ? firstIndex(sets.length, (index) => (sets[index]?.endedAtMs ?? 0) > Date.parse(target.at))
      : sets.length;
  let passedOver: RecoverySet | null = null;
  let damaged: RecoverySet | null = null;
  for (let index = end - 1; index >= 0; index -= 1) {
    const set = sets[index];
    if (set === undefined || !isOnLine(place.lane, set) || !endsBefore(set, choice)) continue;
    if (!set.incomplete && !set.damaged) return chosen(set, damaged ?? passedOver, choice);
    if (set.incomplete) passedOver ??= set;
    else damaged ??= set;
  }
  const second = damaged ?? passedOver;
  if (second !== null) return chosen(second, null, choice);
  return { set: null, check: noSet(repository, place, choice) };
}

function chosen(set: RecoverySet, passedOver: RecoverySet | null, { target }: RestoreChoice): SetAnswer {
  const title = `From ${set.label}`;
  if (passedOver !== null) {
    const why = passedOver.incomplete ? 'is not whole' : 'has page checksum errors';
    return { set, check: warn('set', title, `The newer ${passedOver.label} is passed over: it ${why}.`) };
  }
  if (target.type === 'xid' || target.type === 'name') {
    const what = target.type === 'xid' ? `transaction ${target.xid}` : `the restore point ${target.name}`;
    return {
      set,
      check: warn(
        'set',
        title,
        `Where ${what} lies in WAL is not known. This set fits only if it ended before, ${moment(set.endedAtMs)}; name an older set otherwise.`,
      ),
    };
  }
  return { set, check: pass('set', title, `It ended ${moment(set.endedAtMs)}.`) };
}

function namedSet(
  repository: RecoveryRepository,
  place: TargetPlace,
  choice: RestoreChoice,
  label: string,
): SetAnswer {
  const set = repository.sets.find((one) => one.label === label);
  if (set === undefined) {
    return {
      set: null,
      check: block(
        'set',
        `No backup ${label}`,
        `Repository ${repository.key} holds no backup of this cluster with that label. Choose one from the list.`,
      ),
    };
  }
  if (!isOnLine(place.lane, set)) {
    return {
      set,
      check: block(
        'set',
        `${label} is not on the line of timeline ${place.lane.timeline}`,
        `It was taken on timeline ${set.timeline}, after timeline ${place.lane.timeline} had left it. Choose another set, or another timeline.`,
      ),
    };
  }
  if (!endsBefore(set, choice)) {
    return {
      set,
      check: block(
        'set',
        `${label} ends after the target`,
        `A backup can only be restored to its own end or later: ${moment(set.endedAtMs)}${set.lsnStop === null ? '' : `, ${set.lsnStop}`}. Choose an older set, or a later target.`,
      ),
    };
  }
  return { set, check: pass('set', `From ${label}`, `It ended ${moment(set.endedAtMs)}.`) };
}

function endsBefore(set: RecoverySet, { target }: RestoreChoice): boolean {
  if (target.type === 'time') return set.endedAtMs <= Date.parse(target.at);
  if (target.type === 'lsn') return set.lsnStop !== null && parseLsn(set.lsnStop) <= parseLsn(target.lsn);
  return true;
}

function noSet(repository: RecoveryRepository, { lane }: TargetPlace, { target }: RestoreChoice): Check {
  const oldest = repository.sets.find((set) => !set.incomplete && isOnLine(lane, set));
  const title = target.type === 'time' || target.type === 'lsn' ? 'No backup ended before it' : 'No backup';
  if (oldest === undefined) {
    return block('set', title, `No backup lies on the line of timeline ${lane.timeline}.`);
  }
  return block(
    'set',
    title,
    `The oldest point on timeline ${lane.timeline} is the end of ${oldest.label}, ${moment(oldest.endedAtMs)}${oldest.lsnStop === null ? '' : `, ${oldest.lsnStop}`}. Choose that or a later one.`,
  );
}

export function moment(atMs: number): string {
  return new Date(atMs).toISOString();
}
