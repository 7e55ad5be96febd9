import type { Cause, Diagnosis } from '@/lib/contract/diagnosis';
import type { MemberEvidence } from './evidence';
import { allPatterns } from './patterns/all-patterns';

/**
 * What the evidence so far explains, most certain first; nothing that it rules out. What may be a consequence of a
 * certain cause is likely at most. `CLUSTER` in a command becomes the cluster's name.
 */
export function diagnose(evidence: MemberEvidence, scope: string): Cause[] {
  const seen = allPatterns.flatMap((pattern) => {
    if (pattern.ruledOutBy.some(({ holds }) => holds(evidence))) return [];
    const match = pattern.match(evidence);
    return match === null ? [] : [{ pattern, match }];
  });
  const causes = seen.map(({ pattern, match }): Cause => {
    const origin = seen.find(
      (other) =>
        other.match.certainty === 'certain' && pattern.mayFollowFrom?.includes(other.pattern.id) === true,
    );
    const { id, title, short, meaning, source, ruledOutBy } = pattern;
    const { certainty, because, fix, commands } = match;
    return {
      id,
      title,
      short,
      certainty: origin === undefined ? certainty : 'likely',
      because: [
        ...because,
        ...(origin === undefined ? [] : [`This may come of another cause: ${origin.pattern.title}.`]),
      ],
      meaning,
      ruledOutBy: ruledOutBy.map(({ words }) => words),
      fix,
      commands: commands.map(({ where, text }) => ({ where, text: text.replaceAll('CLUSTER', scope) })),
      source: { ...source },
    };
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
  const { answers, isServing, isFollower, isStreaming, timeline, leaderTimeline } = evidence.patroni;
  const follows =
    !isFollower || (isStreaming !== false && (timeline === null || timeline === leaderTimeline));
  return answers && isServing && follows ? 'healthy' : 'unknown';
}
