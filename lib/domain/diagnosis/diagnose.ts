import type { Cause, Diagnosis } from '@/lib/contract/diagnosis';
import { shellText } from '../shell-text';
import type { MemberEvidence } from './evidence';
import { allPatterns } from './patterns/all-patterns';

/** What the evidence so far explains, most certain first. The first word `CLUSTER` of a command becomes the cluster's name. */
export function diagnose(evidence: MemberEvidence, scope: string): Cause[] {
  const causes = allPatterns.flatMap(({ id, title, short, meaning, source, match }): Cause[] => {
    const found = match(evidence);
    if (found === null) return [];
    const { certainty, because, fix, commands } = found;
    return [
      {
        id,
        title,
        short,
        certainty,
        because: [...because],
        meaning,
        fix,
        commands: commands.map(({ where, text }) => ({
          where,
          text: text.replace(/(?<= )CLUSTER(?= |$)/, () => shellText([scope])),
        })),
        source: { ...source },
      },
    ];
  });
  return [
    ...causes.filter(({ certainty }) => certainty === 'certain'),
    ...causes.filter(({ certainty }) => certainty === 'likely'),
  ];
}

/** `healthy` is said of what serves and follows alone; where nothing fits and it does not, the honest word is `unknown`. */
export function verdictOf(
  evidence: MemberEvidence,
  causes: readonly Cause[],
  isOver: boolean,
): Diagnosis['verdict'] {
  if (causes.length > 0) return 'named';
  if (!isOver) return 'looking';
  const { answers, isServing, isLeader, isStreaming, timeline, leaderTimeline } = evidence.patroni;
  // The leader of a standby cluster leads, and has a source that it may not hear from.
  const follows = isStreaming !== false && (isLeader || timeline === null || timeline === leaderTimeline);
  return answers && isServing && follows ? 'healthy' : 'unknown';
}
