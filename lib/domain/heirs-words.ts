import type { Check } from '@/lib/contract/operations';
import type { Member } from '@/lib/contract/snapshot';
import { type Heirs, heirsOf, type NoHeir, type Seen } from './heirs';
import { listed, pass, warn } from './preflight';

/** How many are there to fail over to, for the middle of a sentence, with what keeps the others where nobody is. */
export function heirsCountText({ able, unsure, unable }: Heirs): string {
  const open = unsure.length === 0 ? '' : `; ${openText(unsure)}`;
  if (able.length === 1) return `one replica is there to fail over to${open}`;
  if (able.length > 1) return `${able.length} replicas are there to fail over to${open}`;
  if (unsure.length > 0) return openText(unsure);
  // Of one that is down a finding of its own says why.
  const kept = unable.filter(({ member }) => member.condition === 'serving');
  return `no replica is left to fail over to${kept.length === 0 ? '' : ` (${whyText(kept)})`}`;
}

/** The same with names, where they are to be chosen between: `node2 and node3 can take over`. */
export function heirsText({ able, unsure, unable }: Heirs): string {
  const names = able.map(({ name }) => name);
  if (names.length > 0)
    return `${listed(names)} can take over${unsure.length === 0 ? '' : `; ${openText(unsure)}`}`;
  if (unsure.length > 0) return openText(unsure);
  return unable.length === 0 ? 'there is no replica' : `no member can take over (${whyText(unable)})`;
}

/** Whether somebody could take over from the leader while `member` is away. */
export function othersCheck(member: Member, snapshot: Seen): Check {
  const heirs = heirsWithout(member, snapshot);
  if (heirs.able.length > 0) {
    return pass(
      'others',
      'Others remain',
      `${listed(heirs.able.map(({ name }) => name))} could take over meanwhile.`,
    );
  }
  if (heirs.unsure.length > 0) {
    return warn('others', 'Whether another could take over is not known', `${whyText(heirs.unsure)}.`);
  }
  return warn(
    'others',
    'Nobody else could take over',
    `If the leader fails meanwhile, no member takes its place${heirs.unable.length === 0 ? '' : ` (${whyText(heirs.unable)})`}.`,
  );
}

function heirsWithout({ name }: Member, snapshot: Seen): Heirs {
  const { able, unsure, unable } = heirsOf(snapshot);
  const isOther = (one: NoHeir) => one.member.name !== name;
  return {
    able: able.filter((one) => one.name !== name),
    unsure: unsure.filter(isOther),
    unable: unable.filter(isOther),
  };
}

function openText(unsure: readonly NoHeir[]): string {
  const names = unsure.map(({ member }) => member.name);
  return `whether ${listed(names)} could take over is not known (${whyText(unsure)})`;
}

/** `bravo: too far behind; delta: must not lead`. */
export function whyText(members: readonly NoHeir[]): string {
  return members.map(({ member, check }) => `${member.name}: ${lowerFirst(check.title)}`).join('; ');
}

/** A title in the middle of a sentence; names of programs stay as they are. */
export function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) && !/^(PostgreSQL|HAProxy|Patroni)/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
