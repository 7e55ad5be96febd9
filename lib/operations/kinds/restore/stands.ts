import { listed } from '@/lib/domain/preflight';
import { shellText } from '@/lib/domain/shell-text';
import { privateFolder } from '@/lib/upstream/host/postgres-instance';
import type { NeedsPerson, StepContext } from '../../kind';
import { lookAtCluster } from '../../next-command';
import { memoryOf, planOf, type RestoreMember } from './memory';
import { movementNow, movementWords } from './standing';
import { patronictl } from './tools';
import { type ClusterNow, clusterNow } from './who-leads';

/** How things stand now, asked of Patroni, its DCS and the members' data, and the step that has the cluster serve again. */
export async function stands(context: StepContext): Promise<NeedsPerson> {
  const { plan } = memoryOf(context);
  if (plan === undefined) return lookAtCluster(context.port, 'Nothing was changed.');
  const [now, data] = await Promise.all([clusterNow(context), dataWords(context)]);
  const message = [data, ...clusterWords(now)].filter((words) => words !== '').join(' ');
  return { message, ...nextStep(context, now) };
}

async function dataWords(context: StepContext): Promise<string> {
  const { final, touched, newTimeline, servingAtMs, puttingBack, stoppedAs } = memoryOf(context);
  const { onto } = planOf(context);
  const isPromoted = newTimeline !== undefined;
  const words: string[] = [];
  if (final === true)
    words.push(
      `The restored data${onto === undefined ? '' : ` on ${onto}`} was promoted${isPromoted ? `, to timeline ${newTimeline}` : ''}: there is no way back.`,
    );
  else if (touched === true)
    words.push(
      onto === undefined
        ? 'One member was restored onto.'
        : `${onto} was restored onto; no other member was.`,
    );
  else words.push('No data was restored over.');
  // From the promotion on, and while it is put back, members are started by the restore itself.
  if (final !== true && puttingBack !== true && stoppedAs !== undefined)
    words.push(movementWords(await movementNow(context, touched === true ? (onto ?? null) : null), ''));
  // It was promoted where only its own account reaches it, and waits for Patroni to put its parameters back.
  if (touched === true && (final !== true || servingAtMs === undefined))
    words.push(
      `PostgreSQL that was restored may still run, with its socket in ${privateFolder(context.id).path}.`,
    );
  return words.join(' ');
}

function clusterWords({ leader, silent, heard, paused, reason }: ClusterNow): string[] {
  const names = listed(silent.map(({ name }) => name));
  const on = leader?.own.timeline == null ? '' : ` on timeline ${leader.own.timeline}`;
  return [
    leader === null ? 'No member leads.' : `${leader.member.name} leads${on}.`,
    silent.length === 0
      ? 'Patroni runs everywhere.'
      : heard.length === 0
        ? 'Patroni answers nowhere.'
        : `Patroni does not answer on ${names}.`,
    pauseWords({ paused, reason }),
  ];
}

export function pauseWords({ paused, reason }: Pick<ClusterNow, 'paused' | 'reason'>): string {
  if (paused === null)
    return `The restore has paused the cluster; whether it still is, is not known: ${reason}.`;
  return paused ? 'The cluster is paused.' : 'The cluster is not paused.';
}

/** Whoever is to lead: what was promoted, or else a member that has all of the old data. */
function heirOf(context: StepContext): RestoreMember | undefined {
  const { final, touched, complete = [] } = memoryOf(context);
  const { members, leader, onto } = planOf(context);
  const find = (name: string | undefined) => members.find((member) => member.name === name);
  if (final === true) return find(onto) ?? members[0];
  const isLeaderGone = touched === true && onto === leader;
  if (!isLeaderGone) return find(leader);
  return members.find(({ name, mayLead }) => complete.includes(name) && mayLead !== false) ?? find(leader);
}

function nextStep(
  context: StepContext,
  { heard, silent, leader, paused }: ClusterNow,
): Pick<NeedsPerson, 'host' | 'command'> {
  const start = ({ name, start: words }: RestoreMember) => ({ host: name, command: shellText([...words]) });
  const ctl = (host: string, command: string, words: readonly string[]) => ({
    host,
    command: patronictl(context, host, command, words),
  });
  const heir = heirOf(context);
  const isHeirHeard = heard.some(({ member }) => member === heir);
  if (leader === null && heir !== undefined && !isHeirHeard) return start(heir);
  const [first] = heard;
  const from = leader?.member.name ?? (isHeirHeard ? heir?.name : first?.member.name);
  if (paused === true && from !== undefined) return ctl(from, 'resume', ['--wait']);
  if (leader === null && heir !== undefined)
    return ctl(heir.name, 'failover', ['--candidate', heir.name, '--force']);
  const [missing] = silent;
  if (missing !== undefined) return start(missing);
  const { host, command } = lookAtCluster(context.port, '', leader?.member.name ?? null);
  return { host, command };
}
