import { listed } from '@/lib/domain/preflight';
import { leads } from '@/lib/domain/roles';
import { shellText } from '@/lib/domain/shell-text';
import { privateFolder } from '@/lib/upstream/host/postgres-instance';
import type { NeedsPerson, StepContext } from '../../kind';
import { lookAtCluster } from '../../next-command';
import { memoryOf } from './memory';
import { patronictl, patroniOf } from './tools';

/** How things stand where a person has a restore stop for which there is no way back, or in the middle of that way. */
export async function stands(context: StepContext): Promise<NeedsPerson> {
  const { plan, final, touched, newTimeline, servingAtMs } = memoryOf(context);
  if (plan === undefined) return lookAtCluster(context.port, 'Nothing was changed.');
  const answers = await Promise.all(plan.members.map((member) => patroniOf(context, member)));
  const heard = plan.members.flatMap((member, index) => {
    const answer = answers[index];
    return answer?.ok === true ? [{ member, own: answer.value }] : [];
  });
  const silent = plan.members.filter((member) => !heard.some((one) => one.member === member));
  const leader = heard.find(({ own }) => leads(own.role) && own.databaseAnswers);
  const isPaused = heard.some(({ own }) => own.paused);
  const data =
    final === true
      ? `The restored data leads from timeline ${newTimeline ?? 'unknown'} on: there is no way back.`
      : touched === true
        ? 'The old data is on every member but the one that was restored onto.'
        : 'The data is as it was.';
  const names = (members: readonly { readonly name: string }[]) => listed(members.map(({ name }) => name));
  // It was promoted where only its own account reaches it, and waits for Patroni to put its parameters back.
  const isPrivate = touched === true && (final !== true || servingAtMs === undefined);
  const words = [
    data,
    ...(isPrivate
      ? [`PostgreSQL that was restored may still run, with its socket in ${privateFolder(context.id).path}.`]
      : []),
    leader === undefined ? 'No member leads.' : `${leader.member.name} leads.`,
    silent.length === 0 ? 'Patroni runs everywhere.' : `Patroni does not answer on ${names(silent)}.`,
    heard.length === 0
      ? 'The restore has paused the cluster.'
      : isPaused
        ? 'The cluster is paused.'
        : 'The cluster is not paused.',
  ];
  const [first] = heard;
  // Whoever has the data that counts comes first, and alone: the others follow it.
  const wanted = final === true ? undefined : silent.find(({ name }) => name === plan.leader);
  const [next] = leader === undefined ? [wanted ?? silent[0]] : silent;
  if (leader === undefined && next !== undefined && heard.length === 0) {
    return { message: words.join(' '), host: next.name, command: shellText([...next.start]) };
  }
  if (isPaused && first !== undefined) {
    const { name } = leader?.member ?? first.member;
    return { message: words.join(' '), host: name, command: patronictl(context, name, 'resume', ['--wait']) };
  }
  if (next !== undefined)
    return { message: words.join(' '), host: next.name, command: shellText([...next.start]) };
  return lookAtCluster(context.port, words.join(' '), leader?.member.name ?? null);
}
