import type { Finding, Health, Member, Snapshot, Verdict } from '@/lib/contract/snapshot';
import { formatAge, formatBytes, formatDurationMs } from './format';
import { followersOf, heirsOf } from './heirs';
import { heirsCountText } from './heirs-words';
import { listed } from './preflight';
import { lacksWal, receivesWal } from './receives-wal';
import { isStandbyCluster, sourceText } from './standby-cluster';

/** What a verdict is made of: a snapshot before its health and verdict are known. */
export type JudgedSnapshot = Omit<Snapshot, 'health' | 'verdict'>;

/**
 * Health in one word. `critical`: writes are not served, or cannot be told to be. `degraded`: they are, and
 * something needs attention. `unknown`: Patroni does not answer, or somebody has not found the leader (yet): nothing
 * is claimed.
 */
export function healthOf(snapshot: JudgedSnapshot): Health {
  if (snapshot.reading.status === 'waiting' || snapshot.reading.status === 'unreachable') return 'unknown';
  if (snapshot.findings.some((finding) => finding.severity === 'critical')) return 'critical';
  if (forbiddenLeader(snapshot) !== null) return 'unknown';
  if (snapshot.findings.some((finding) => finding.severity === 'warning')) return 'degraded';
  return snapshot.leader === null || openQuestion(snapshot) !== null ? 'unknown' : 'healthy';
}

/** What keeps a cluster without a finding from being called healthy; null where nothing does. */
function openQuestion(snapshot: JudgedSnapshot): string | null {
  const without = snapshot.members.filter((member) => lacksWal(snapshot, member)).map(({ name }) => name);
  if (without.length > 0)
    return `${listed(without)} ${without.length === 1 ? 'receives' : 'receive'} no WAL yet`;
  const unheard = snapshot.members.find((member) => isUnheardOf(snapshot, member));
  return unheard === undefined ? null : `Whether ${unheard.name} receives WAL from its source is not known`;
}

/** Nobody can tell whether the leader of a standby cluster hears from its source. */
function isUnheardOf(snapshot: JudgedSnapshot, member: Member): boolean {
  return (
    member.role === 'standby_leader' &&
    snapshot.standbyCluster?.source !== null &&
    receivesWal(snapshot, member) === null
  );
}

/** Who leads by Patroni's word, where the settings do not allow to ask it. */
function forbiddenLeader({ leader, members }: JudgedSnapshot): { name: string; howTo: string } | null {
  if (leader !== null) return null;
  for (const { name, role, patroni } of members) {
    const isLeader = role === 'leader' || role === 'standby_leader';
    if (isLeader && patroni.status === 'not_configured') return { name, howTo: patroni.howTo };
  }
  return null;
}

/** The sentence that answers: healthy or not, since when, what still works, what to do. */
export function verdictOf(snapshot: JudgedSnapshot, nowMs: number): Verdict {
  if (snapshot.reading.status === 'waiting') {
    return {
      tone: 'unknown',
      title: 'Asking Patroni',
      text: 'No member has answered yet.',
      diagnosis: null,
    };
  }
  if (snapshot.reading.status === 'unreachable') {
    return {
      tone: 'unknown',
      title: 'No Patroni answers; the state of the cluster is not known',
      text: `${sinceText(snapshot.reading.since, nowMs)}: ${withStop(snapshot.reading.reason)} What is shown below is what was last known.`,
      diagnosis: null,
    };
  }
  const forbidden = forbiddenLeader(snapshot);
  if (forbidden !== null) {
    return {
      tone: 'unknown',
      title: `${forbidden.name}, the leader by Patroni’s word, is not asked; the state of the cluster is not known`,
      text: withStop(forbidden.howTo),
      diagnosis: null,
    };
  }
  const worst = worstFinding(snapshot.findings);
  const isQuiet = worst === null || worst.severity === 'info';
  if (isQuiet && snapshot.leader === null) {
    return {
      tone: 'unknown',
      title: 'Asking the members',
      text: 'The leader has not been asked itself yet.',
      diagnosis: null,
    };
  }
  if (!isQuiet) {
    const tone = worst.severity === 'critical' ? 'bad' : 'warn';
    return {
      tone,
      title: `${worst.title}${worst.severity === 'warning' ? servesText(snapshot) : ''}`,
      text: `${sinceText(worst.since, nowMs)}: ${whatIsKnown(worst)} ${stillWorks(snapshot)} ${whatToDo(worst)}`
        .replace(/\s+/g, ' ')
        .trim(),
      diagnosis: worst.diagnosis,
    };
  }
  const question = openQuestion(snapshot);
  if (question !== null)
    return { tone: 'unknown', title: question, text: healthyText(snapshot, nowMs), diagnosis: null };
  return { tone: 'ok', title: 'Healthy', text: healthyText(snapshot, nowMs), diagnosis: null };
}

function worstFinding(findings: readonly Finding[]): Finding | null {
  const order = { critical: 0, warning: 1, info: 2 };
  return [...findings].sort((a, b) => order[a.severity] - order[b.severity])[0] ?? null;
}

function whatIsKnown({ why, diagnosis }: Finding): string {
  const cause = diagnosis?.cause ?? null;
  if (cause === null) return withStop(why);
  return `${withStop(why)} ${cause.certainty === 'likely' ? 'Likely: ' : ''}${withStop(cause.title)}`;
}

/** With the cause there is its fix, to which the page leads. */
function whatToDo({ action, diagnosis }: Finding): string {
  return diagnosis?.cause == null ? withStop(action) : '';
}

function healthyText(snapshot: JudgedSnapshot, nowMs: number): string {
  const followers = followersOf(snapshot);
  const following = followers.filter(
    (member) => member.condition === 'serving' && !lacksWal(snapshot, member),
  );
  const parts = [`${leadsText(snapshot)}; ${followersText(following, followers.length)}`];
  const { restorableTo, lastBackup } = snapshot.repository;
  if (restorableTo !== null) parts.push(`Restorable to ${agoText(restorableTo, nowMs)}`);
  if (lastBackup !== null) parts.push(`last backup ${agoText(lastBackup.endedAt, nowMs)}`);
  const { lastPassed } = snapshot.restoreTests;
  if (lastPassed !== null)
    parts.push(`last proven ${agoText(lastPassed.at, nowMs)}${provenIn(lastPassed.totalMs)}`);
  return parts.length === 1 ? `${parts[0]}.` : `${parts[0]}. ${parts.slice(1).join('; ')}.`;
}

function provenIn(totalMs: number | null): string {
  return totalMs === null ? '' : `, in ${formatDurationMs(totalMs)}`;
}

function followersText(serving: readonly Member[], total: number): string {
  if (total === 0) return 'it has no replica';
  const lags = serving.flatMap((member) => (member.lagBytes === null ? [] : [member.lagBytes]));
  const who =
    serving.length === total
      ? total === 1
        ? 'its replica follows'
        : total === 2
          ? 'both replicas follow'
          : `all ${total} replicas follow`
      : `${serving.length} of ${total} replicas follow`;
  return lags.length === 0 ? who : `${who}, at most ${formatBytes(Math.max(...lags))} behind`;
}

function stillWorks(snapshot: JudgedSnapshot): string {
  if (snapshot.leader === null)
    return isStandbyCluster(snapshot) ? 'Nobody receives WAL from the source.' : 'Writes are not served.';
  const heirs = heirsCountText(heirsOf(snapshot));
  return `${leadsText(snapshot)}; ${heirs}${snapshot.paused ? ', and while Patroni is paused none takes over by itself' : ''}.`;
}

function servesText(snapshot: JudgedSnapshot): string {
  if (snapshot.leader === null) return '';
  return isStandbyCluster(snapshot)
    ? '; this standby cluster still serves reads'
    : '; the cluster still serves';
}

function leadsText(snapshot: JudgedSnapshot): string {
  const { leader } = snapshot;
  if (leader === null) return 'No member leads';
  if (!isStandbyCluster(snapshot)) return `${leader} leads`;
  const own = snapshot.members.find(({ name }) => name === leader);
  const receives = own === undefined ? null : receivesWal(snapshot, own);
  const source = sourceText(snapshot);
  if (receives === false) return `${leader} leads this standby cluster and receives nothing from ${source}`;
  if (receives === null)
    return `${leader} leads this standby cluster; whether it receives WAL from ${source} is not known without a PostgreSQL login of Howdah’s`;
  return `${leader} leads this standby cluster and receives WAL from ${source}`;
}

function sinceText(since: string, nowMs: number): string {
  return `For ${formatAge(nowMs - Date.parse(since))}`;
}

function agoText(at: string, nowMs: number): string {
  return `${formatAge(nowMs - Date.parse(at))} ago`;
}

function withStop(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
