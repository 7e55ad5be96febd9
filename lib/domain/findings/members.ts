import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { formatBytes } from '../format';
import { patronictlText } from '../patronictl';
import { lacksWal } from '../receives-wal';
import { followsByStreaming, leads } from '../roles';
import { sourceText } from '../standby-cluster';
import { critical, type FindingDraft, info, warning } from './draft';

type Seen = Omit<Snapshot, 'health' | 'verdict' | 'findings'>;

/** What is wrong with single members. Each member's worst finding comes first; one that is unreachable has no other. */
export function memberFindings(snapshot: Seen, lagLimitBytes: number): FindingDraft[] {
  return snapshot.members.flatMap((member) => findingsOf(member, snapshot, lagLimitBytes));
}

function notStreaming(member: Member, snapshot: Seen): FindingDraft {
  const archive = followsByStreaming(member.state) === false;
  const isSourceCut = member.role === 'standby_leader';
  const from = isSourceCut ? ` from ${sourceText(snapshot)}` : '';
  const grows = isSourceCut
    ? 'The whole standby cluster falls behind its source with every write there'
    : 'It falls further behind with every write, and what is read there grows old';
  return warning(
    `not-streaming:${member.name}`,
    { type: 'member', name: member.name },
    {
      title: `${member.name} receives no WAL${from}`,
      why: archive
        ? 'It takes WAL from the archive, and lags behind by what is not archived yet'
        : `No WAL receiver streams there. ${grows}`,
      action: isSourceCut
        ? `Check that ${sourceText(snapshot)} answers from ${member.host}; its PostgreSQL’s log says what fails`
        : 'See its diagnosis: its PostgreSQL’s log says why',
      command: 'SELECT * FROM pg_stat_wal_receiver;',
      // After a switchover or a restart it takes some seconds until each has found the leader again.
      graceMs: 10_000,
    },
  );
}

function findingsOf(member: Member, snapshot: Seen, lagLimitBytes: number): FindingDraft[] {
  const subject = { type: 'member' as const, name: member.name };
  const patronictl = (command: string, words: readonly string[]): string =>
    patronictlText({ config: null, scope: snapshot.scope ?? snapshot.cluster }, command, words);
  if (member.patroni.status === 'unreachable') {
    return [
      warning(`member-unreachable:${member.name}`, subject, {
        title:
          member.postgres.status === 'fresh'
            ? `Patroni of ${member.name} does not answer`
            : `${member.name} is unreachable`,
        why: `${member.patroni.reason}${member.postgres.status === 'fresh' ? '; its PostgreSQL still answers' : ''}`,
        action: `Look at the Patroni service on ${member.host}`,
        command: 'systemctl status patroni',
        since: member.patroni.since,
      }),
    ];
  }
  if (member.patroni.status === 'not_configured') {
    return [notAsked(member, `${member.name} is not asked`, member.patroni.howTo)];
  }
  const findings: FindingDraft[] = [];
  if (member.condition === 'down') {
    findings.push(
      (member.name === snapshot.leader ? critical : warning)(`member-down:${member.name}`, subject, {
        title: `PostgreSQL of ${member.name} is down`,
        why: `Patroni says: ${member.state}`,
        action: `Read Patroni's and PostgreSQL's log on ${member.host}`,
        command: 'journalctl -u patroni -n 100',
      }),
    );
  } else if (member.condition === 'working') {
    findings.push(
      warning(`member-working:${member.name}`, subject, {
        title: `${member.name}: ${member.state}`,
        why: 'It is on its way and does not serve yet',
        action: 'Wait; if it stays so, read its log',
      }),
    );
  } else if (member.condition === 'unknown') {
    findings.push(
      warning(`member-unknown:${member.name}`, subject, {
        title: `${member.name}: ${member.state}`,
        why: 'Howdah does not know this state, so it cannot say whether the member serves',
        action: 'See what Patroni says of it',
        command: 'patronictl list',
      }),
    );
  }
  if (
    !leads(member.role) &&
    snapshot.timeline !== null &&
    member.timeline !== null &&
    member.timeline < snapshot.timeline
  ) {
    findings.push(
      warning(`timeline-behind:${member.name}`, subject, {
        title: `${member.name} is on timeline ${member.timeline}, the leader on ${snapshot.timeline}`,
        why: 'It does not follow the present leader',
        action: 'Wait for Patroni to rewind it; if it does not, reinitialize it',
        command: patronictl('reinit', [member.name]),
        graceMs: 10_000,
      }),
    );
  }
  if (lacksWal(snapshot, member) && !findings.some(({ id }) => id.startsWith('timeline-behind:'))) {
    findings.push(notStreaming(member, snapshot));
  }
  if (member.replayPaused === true && member.role !== 'leader') {
    findings.push(
      warning(`replay-paused:${member.name}`, subject, {
        title: `Replay is paused on ${member.name}`,
        why: 'It receives WAL and does not apply it: reads there grow old, and its promotion would have to catch up first',
        action: 'Resume replay unless somebody paused it on purpose',
        command: 'SELECT pg_wal_replay_resume();',
      }),
    );
  }
  // How far the leader of a standby cluster is behind its source is not known; what it has yet to replay is.
  const behindBytes = member.role === 'standby_leader' ? member.replayLagBytes : member.lagBytes;
  if (behindBytes !== null && behindBytes > lagLimitBytes) {
    findings.push(
      warning(`lag:${member.name}`, subject, {
        title: `${member.name} is ${formatBytes(behindBytes)} behind`,
        why: `More than the limit of ${formatBytes(lagLimitBytes)}`,
        action: 'Look at its disk, its network and at long queries that hold replay back',
      }),
    );
  }
  if (member.pendingRestart) {
    const reasons = Object.entries(member.pendingRestartReason ?? {}).map(
      ([name, change]) => `${name}: ${change.oldValue} → ${change.newValue}`,
    );
    findings.push(
      info(`pending-restart:${member.name}`, subject, {
        title: `${member.name} waits for a restart`,
        why: reasons.length === 0 ? 'A changed parameter takes effect only then' : reasons.join('; '),
        action: 'Restart it in a quiet moment, replicas first',
        command: patronictl('restart', [member.name, '--pending']),
      }),
    );
  }
  if (member.postgres.status === 'not_configured' && snapshot.postgres.status !== 'not_configured') {
    findings.push(notAsked(member, `PostgreSQL of ${member.name} is not asked`, member.postgres.howTo));
  }
  if (member.postgres.status === 'unreachable' && member.condition === 'serving') {
    findings.push(
      warning(`login:${member.name}`, subject, {
        title: `Howdah cannot ask PostgreSQL of ${member.name}`,
        why: member.postgres.reason,
        action: 'Check the postgres user and password of the settings and pg_hba.conf',
        since: member.postgres.since,
        graceMs: 5000,
      }),
    );
  }
  return findings;
}

/** Its address is not one that the settings allow: how it stands is not known. */
function notAsked(member: Member, title: string, why: string): FindingDraft {
  return warning(
    `not-asked:${member.name}`,
    { type: 'member', name: member.name },
    {
      title,
      why,
      action:
        'If that address is a member’s, allow it in howdah.yaml; otherwise find out why Patroni says it',
    },
  );
}
