import Link from 'next/link';
import { Delay, ReceiveLag, ReplayLag, Uptime } from '@/components/members/member-figures';
import {
  memberState,
  replayLagOf,
  roleText,
  streamingFrom,
  troubleOf,
} from '@/components/members/member-words';
import { memberPath } from '@/components/operations/operation-paths';
import { Badge } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { Figure } from '@/components/ui/figure';
import { Age } from '@/components/ui/time';
import type { SeenCause } from '@/lib/contract/diagnosis';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import {
  formatAge,
  formatBytes,
  formatBytesExact,
  formatDurationMs,
  formatRate,
  formatRateExact,
} from '@/lib/domain/format';
import { leads } from '@/lib/domain/roles';
import type { TopologyBox } from '@/lib/domain/topology-shape';
import { BoxFrame, BoxRow } from './box-frame';
import { fitsBeside, isLongName, longNameClass } from './title-fit';

export function MemberBox({
  box,
  member,
  snapshot,
}: {
  box: TopologyBox;
  member: Member;
  snapshot: Snapshot;
}) {
  const state = memberState(member);
  const isLeader = leads(member.role);
  const hasBadge = fitsBeside(member.name, roleText(member), box.width);
  // Without room beside the name, the role stands in a row of its own kind.
  const role = hasBadge ? null : roleText(member);
  return (
    <BoxFrame
      box={box}
      look={state.tone === 'bad' ? 'down' : isLeader ? 'leader' : 'plain'}
      tone={state.tone}
      toneWord={state.word}
      title={
        <Link
          href={memberPath(snapshot.cluster, member.name)}
          title={member.name}
          className={classNames(
            'hover:text-accent hover:underline',
            isLongName(member.name) && longNameClass,
          )}
        >
          {member.name}
        </Link>
      }
      isTitleWhole={isLongName(member.name)}
      badge={hasBadge ? <Badge tone={isLeader ? 'accent' : 'neutral'}>{roleText(member)}</Badge> : undefined}
    >
      {member.patroni.status === 'unreachable' ? (
        <SilentRows member={member} compact={box.compact} cause={causeOf(member, snapshot)} />
      ) : member.role === 'standby_leader' ? (
        <StandbyLeaderRows member={member} role={role} />
      ) : isLeader ? (
        <LeaderRows member={member} snapshot={snapshot} role={role} />
      ) : (
        <ReplicaRows member={member} box={box} cause={causeOf(member, snapshot)} role={role} />
      )}
    </BoxFrame>
  );
}

function LeaderRows({ member, snapshot, role }: { member: Member; snapshot: Snapshot; role: string | null }) {
  const { past } = memberState(member);
  const rate = snapshot.replication.walRateBytesPerSecond;
  return (
    <div className="mt-1.5">
      <BoxRow name="WAL" dimmed={past}>
        <Figure
          text={rate === null ? null : formatRate(rate)}
          exact={rate === null ? undefined : formatRateExact(rate)}
        />
      </BoxRow>
      <BoxRow name="standbys" dimmed={past}>
        {streamingFrom(snapshot, member.name)} streaming
      </BoxRow>
      <UpOrState member={member} role={role} />
    </div>
  );
}

/** The leader of a standby cluster follows as well: the box of its source says whom. */
function StandbyLeaderRows({ member, role }: { member: Member; role: string | null }) {
  const { past } = memberState(member);
  return (
    <div className="mt-1.5">
      <BoxRow name="replay lag" dimmed={past}>
        <ReplayLag member={member} />
      </BoxRow>
      <BoxRow name="delay" dimmed={past}>
        <Delay member={member} />
      </BoxRow>
      <UpOrState member={member} role={role} />
    </div>
  );
}

function ReplicaRows({
  member,
  box,
  cause,
  role,
}: {
  member: Member;
  box: TopologyBox;
  cause: SeenCause | null;
  role: string | null;
}) {
  const { past } = memberState(member);
  const lagBytes = replayLagOf(member);
  // A narrow box has room for the bytes alone.
  const hidden = member.lagSeconds === null || past || box.width < 200;
  const delayMs = hidden ? null : (member.lagSeconds ?? 0) * 1000;
  return (
    <div className="mt-1.5">
      <BoxRow name={box.compact && role !== null ? role : 'replay lag'} dimmed={past}>
        <Figure
          text={
            lagBytes === null
              ? null
              : `${formatBytes(lagBytes)}${delayMs === null ? '' : ` · ${delayText(delayMs)}`}`
          }
          exact={lagBytes === null ? undefined : formatBytesExact(lagBytes)}
        />
      </BoxRow>
      {!box.compact && (
        <>
          {cause === null ? (
            <BoxRow name="receive lag" dimmed={past}>
              <ReceiveLag member={member} />
            </BoxRow>
          ) : (
            <CauseRow cause={cause} />
          )}
          <UpOrState member={member} role={role} />
        </>
      )}
    </div>
  );
}

/** Whole minutes are enough for a box; the table has the seconds. */
function delayText(delayMs: number): string {
  return delayMs < 60_000 ? formatDurationMs(delayMs) : formatAge(delayMs);
}

/** While it serves, how long it has; else what it does instead. */
function UpOrState({ member, role }: { member: Member; role: string | null }) {
  const { past } = memberState(member);
  if (member.condition !== 'serving') return <BoxRow name={role ?? 'state'}>{member.state}</BoxRow>;
  return (
    <BoxRow name={role ?? 'up'} dimmed={past}>
      {role !== null && 'up '}
      <Uptime member={member} />
    </BoxRow>
  );
}

/** What was last known of a member that does not answer, and how old that is. */
function SilentRows({
  member,
  compact,
  cause,
}: {
  member: Member;
  compact: boolean;
  cause: SeenCause | null;
}) {
  const { silentSince } = memberState(member);
  const lagBytes = replayLagOf(member);
  return (
    <div className="mt-1.5">
      <BoxRow name="Patroni">
        <span className="text-bad">unreachable {silentSince !== null && <Age at={silentSince} />}</span>
      </BoxRow>
      {!compact && (
        <>
          <BoxRow name={lagBytes === null ? 'last answer' : 'last lag'} dimmed>
            {lagBytes === null ? (
              <Delay member={member} />
            ) : (
              <>
                {formatBytes(lagBytes)}, <Delay member={member} />
              </>
            )}
          </BoxRow>
          {cause === null ? (
            <BoxRow name="why" dimmed>
              <span title={troubleOf(member.patroni) ?? undefined}>{silenceText(member)}</span>
            </BoxRow>
          ) : (
            <CauseRow cause={cause} />
          )}
        </>
      )}
    </div>
  );
}

/** What a look at its host has named. */
function CauseRow({ cause: { title, short, certainty } }: { cause: SeenCause }) {
  return (
    <BoxRow name={certainty === 'certain' ? 'cause' : 'likely cause'}>
      <span title={title} className="text-bad">
        {short}
      </span>
    </BoxRow>
  );
}

function causeOf({ name }: Member, { findings }: Snapshot): SeenCause | null {
  const found = findings.find(
    ({ subject, diagnosis }) =>
      subject.type === 'member' && subject.name === name && diagnosis?.cause != null,
  );
  return found?.diagnosis?.cause ?? null;
}

/** The reason without the address that it begins with: the box is the address. */
function silenceText(member: Member): string {
  return (troubleOf(member.patroni) ?? '–').replace(/^\S+:\d+ /, '');
}

export function NoLeaderBox({ box, known }: { box: TopologyBox; known: boolean }) {
  return (
    <BoxFrame
      box={box}
      look={known ? 'down' : 'quiet'}
      tone={known ? 'bad' : 'unknown'}
      toneWord={known ? 'bad' : 'unknown'}
      title={known ? 'No leader' : 'Leader not known'}
    >
      <p className="mt-1.5 text-[13px] leading-[19px] text-second">
        {known
          ? 'No member holds the leader key: writes go nowhere until one is elected.'
          : 'Patroni has not said who leads.'}
      </p>
    </BoxFrame>
  );
}
