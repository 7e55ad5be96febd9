import { ZodError } from 'zod';
import { HowdahError } from '@/lib/contract/howdah-error';
import type { Snapshot } from '@/lib/contract/snapshot';
import type { PreparedOperation } from './kind';
import { kinds } from './kinds/registry';

/** Kind and input of a request, checked; what does not fit is named, with what would. */
export function prepareRequest(kind: string, input: unknown): PreparedOperation {
  const definition = kinds.find((candidate) => candidate.kind === kind);
  if (definition === undefined) {
    const known = kinds.map((candidate) => candidate.kind).join(', ');
    throw new HowdahError('unknown_kind', `There is no operation «${kind}». Known: ${known}.`, { kind });
  }
  try {
    return definition.prepare(input);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const fields = error.issues.map((issue) => {
      if (issue.code === 'unrecognized_keys') {
        return {
          field: issue.keys.map((key) => `input.${key}`).join(', '),
          problem: `unknown to ${kind}; leave it out`,
        };
      }
      return { field: ['input', ...issue.path].join('.'), problem: problemWords(issue) };
    });
    const message = fields.map(({ field, problem }) => `${field}: ${problem}`).join('; ');
    throw new HowdahError('invalid_input', message, { fields });
  }
}

function problemWords(issue: ZodError['issues'][number]): string {
  if (issue.code === 'invalid_format' && issue.format === 'datetime') {
    return 'must be a moment with its zone, such as 2026-11-22T21:34:04Z';
  }
  if (issue.code === 'invalid_type') return `must be ${issue.expected}`;
  if (issue.code === 'too_small' && issue.origin === 'string') return 'must not be empty';
  return issue.message;
}

/** Throws when the input names a member that the cluster does not have. */
export function checkMember({ member }: PreparedOperation, snapshot: Snapshot): void {
  if (member === null || snapshot.members.length === 0) return;
  if (snapshot.members.some((known) => known.name === member.name)) return;
  const known = snapshot.members.map((other) => other.name).join(', ');
  throw new HowdahError(
    'unknown_member',
    `input.${member.field}: ${snapshot.cluster} has no member «${member.name}». Known: ${known}.`,
    { field: `input.${member.field}`, member: member.name },
  );
}
