import { Badge } from '@/components/ui/badge';
import { Figure } from '@/components/ui/figure';
import { StatusMark } from '@/components/ui/status-mark';
import { Age } from '@/components/ui/time';
import type { Member } from '@/lib/contract/snapshot';
import { formatBytes, formatBytesExact, formatDurationExact, formatDurationMs } from '@/lib/domain/format';
import { hasSource } from '@/lib/domain/roles';
import { memberState, replayLagOf, tagTexts, troubleOf } from './member-words';

/** A member's state as icon, word and colour; a silent one says since when. */
export function MemberStateMark({ member }: { member: Member }) {
  const state = memberState(member);
  return (
    <span title={troubleOf(member.patroni) ?? undefined}>
      <StatusMark tone={state.tone} className="whitespace-nowrap">
        {state.word}
        {state.silentSince !== null && (
          <>
            {' '}
            <Age at={state.silentSince} />
          </>
        )}
      </StatusMark>
    </span>
  );
}

/** A figure in bytes; on a leader there is none, which is not the same as unknown. */
function Bytes({ member, bytes }: { member: Member; bytes: number | null }) {
  if (bytes === null && !hasSource(member.role)) return <NoFigure />;
  return (
    <Figure
      text={bytes === null ? null : formatBytes(bytes)}
      exact={bytes === null ? undefined : formatBytesExact(bytes)}
      dimmed={memberState(member).past}
    />
  );
}

function NoFigure() {
  return (
    <span className="text-third" title="A primary follows nobody">
      <span aria-hidden>–</span>
      <span className="sr-only">none</span>
    </span>
  );
}

export function ReplayLag({ member }: { member: Member }) {
  return (
    <>
      <Bytes member={member} bytes={replayLagOf(member)} />
      {member.replayPaused === true && (
        <Badge tone="warn" title="Replay is paused" className="ml-1.5">
          <span className="sr-only">replay is </span>paused
        </Badge>
      )}
    </>
  );
}

export function ReceiveLag({ member }: { member: Member }) {
  return <Bytes member={member} bytes={member.receiveLagBytes} />;
}

/** By how many seconds replay is behind; for a silent member, how old its figures are. */
export function Delay({ member }: { member: Member }) {
  const state = memberState(member);
  if (state.past && state.figuresOf !== null) {
    return (
      <span className="whitespace-nowrap text-third">
        <Age at={state.figuresOf} /> ago
      </span>
    );
  }
  if (member.lagSeconds === null && !hasSource(member.role)) return <NoFigure />;
  const ms = member.lagSeconds === null ? null : member.lagSeconds * 1000;
  return (
    <Figure
      text={ms === null ? null : formatDurationMs(ms)}
      exact={ms === null ? undefined : formatDurationExact(ms)}
      dimmed={state.past}
    />
  );
}

/** Tags, and what waits for a restart. */
export function MemberMarks({ member }: { member: Member }) {
  const tags = tagTexts(member.tags);
  if (tags.length === 0 && !member.pendingRestart && member.scheduledRestartAt === null) {
    return (
      <span className="text-third">
        <span aria-hidden>–</span>
        <span className="sr-only">none</span>
      </span>
    );
  }
  return (
    <span className="flex flex-wrap gap-1">
      {member.pendingRestart && (
        <Badge tone="warn" title={restartReason(member)}>
          pending restart
        </Badge>
      )}
      {member.scheduledRestartAt !== null && <Badge tone="warn">restart scheduled</Badge>}
      {tags.map((tag) => (
        <Badge key={tag} title={tag} className="max-w-full">
          <span className="truncate">{tag}</span>
        </Badge>
      ))}
    </span>
  );
}

function restartReason(member: Member): string | undefined {
  if (member.pendingRestartReason === null) return undefined;
  return Object.entries(member.pendingRestartReason)
    .map(([name, { oldValue, newValue }]) => `${name}: ${oldValue} → ${newValue}`)
    .join('\n');
}

/** How long its PostgreSQL runs. */
export function Uptime({ member }: { member: Member }) {
  if (member.startedAt === null || member.condition === 'down') return <Figure text={null} />;
  return <Age at={member.startedAt} className="whitespace-nowrap" />;
}
