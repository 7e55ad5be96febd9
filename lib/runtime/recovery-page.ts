import { HowdahError } from '@/lib/contract/howdah-error';
import type { Moment } from '@/lib/contract/names';
import type { ReadingStatus } from '@/lib/contract/reading';
import type { Recovery, RecoveryPointPage, RecoveryPointQuery } from '@/lib/contract/recovery';
import { type RestoreChoice, restoreChoiceSchema } from '@/lib/contract/restore';
import type { Snapshot } from '@/lib/contract/snapshot';
import { isBlocked } from '@/lib/domain/preflight';
import type { RecoveryIndex } from '@/lib/domain/recovery/build-recovery-index';
import { recoveryMarks, type ToldMark } from '@/lib/domain/recovery/recovery-marks';
import { type RecoveryMapWire, recoveryToWire } from '@/lib/domain/recovery/recovery-wire';
import { resolveRestore } from '@/lib/domain/recovery/resolve-restore';
import { type ReadingState, statusOf } from '@/lib/monitor/reading-state';
import { howToConfigure } from '@/lib/settings/how-to';
import type { ClusterSettings } from '@/lib/settings/types';

interface Asked {
  readonly settings: ClusterSettings;
  readonly snapshot: Snapshot;
  readonly state: ReadingState<RecoveryIndex>;
}

/** The wire's form of what was listed; it is asked for far more often than it changes. */
const wires = new WeakMap<RecoveryIndex['repositories'], RecoveryMapWire>();

/** The recovery timeline: what the last listing knows, and what the cluster's history tells of its moments. */
export function recoveryPage({ settings, snapshot, state }: Asked, told: readonly ToldMark[]): Recovery {
  const { cluster, at } = snapshot;
  const reading = readingOf(settings, state);
  const { value: index } = state;
  if (index === null) {
    return { cluster, at, reading, ...nothing };
  }
  const wire = wires.get(index.repositories) ?? recoveryToWire(index);
  wires.set(index.repositories, wire);
  return {
    cluster,
    at,
    reading,
    ...wire,
    current: index.current,
    unlisted: index.unlisted.map((one) => ({ ...one })),
    marks: recoveryMarks(told, index.timelineStarts, index.restorePoints),
  };
}

const nothing = {
  stanza: null,
  segmentBytes: 0,
  current: null,
  repositories: [],
  unlisted: [],
  restorePoints: [],
  marks: [],
} satisfies Partial<Recovery>;

/** Whether one target can be reached, and how, as far as the last listing knows. */
export function recoveryPoint(
  { settings, snapshot, state }: Asked,
  query: RecoveryPointQuery,
): RecoveryPointPage {
  const reading = readingOf(settings, state);
  if (reading.status === 'not_configured') {
    throw new HowdahError(
      'not_configured',
      `pgBackRest is not configured for ${settings.name}: ${reading.howTo}`,
    );
  }
  const { value: index } = state;
  if (index === null) {
    const reason =
      reading.status === 'unreachable' ? reading.reason : 'the WAL archive has not been listed yet';
    throw new HowdahError('upstream_unreachable', reason);
  }
  const choice = choiceOf(query);
  const at: Moment = new Date().toISOString();
  const { path, checks } = resolveRestore(index, choice, Date.parse(at));
  return {
    cluster: snapshot.cluster,
    at,
    reading,
    choice,
    restorable: path !== null && !isBlocked(checks),
    checks: [...checks],
    path: path === null ? null : { ...path, chain: path.chain.map(({ label }) => label) },
  };
}

function readingOf(settings: ClusterSettings, state: ReadingState<RecoveryIndex>): ReadingStatus {
  return settings.pgbackrest === null
    ? { status: 'not_configured', howTo: howToConfigure.pgbackrest }
    : statusOf(state);
}

/** A query in the shape of a restore's choice; what a type needs and is not there is named. */
function choiceOf(query: RecoveryPointQuery): RestoreChoice {
  const { type, at, lsn, xid, name, timeline, set, repository } = query;
  const given = { time: { at }, lsn: { lsn }, xid: { xid }, name: { name }, immediate: {}, latest: {} }[type];
  const result = restoreChoiceSchema.safeParse({
    target: { type, ...given },
    timeline: timeline ?? null,
    set: set ?? null,
    repository: repository ?? null,
  });
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => ({
    field: String(path.at(-1) ?? 'type'),
    problem: message,
  }));
  throw new HowdahError(
    'invalid_input',
    problems.map(({ field, problem }) => `${field}: ${problem}`).join('; '),
    { fields: problems },
  );
}
