import type { Member } from '@/lib/contract/snapshot';

export interface Versions {
  /** `15.20`, or `15.19, 15.20` while members differ; null where none is known. */
  readonly text: string | null;
  readonly mixed: boolean;
}

export function versionsOf(
  members: readonly Pick<Member, 'patroniVersion' | 'postgresVersion'>[],
  which: 'patroniVersion' | 'postgresVersion',
): Versions {
  const known = members.flatMap((member) => (member[which] === null ? [] : [member[which]]));
  const different = [...new Set(known)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return { text: different.length === 0 ? null : different.join(', '), mixed: different.length > 1 };
}
