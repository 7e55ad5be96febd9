import type { Member } from '@/lib/contract/snapshot';
import { leads } from './roles';

type TreeMember = Pick<Member, 'name' | 'role' | 'replicatesFrom'>;

export interface TopologyNode {
  readonly name: string;
  /** The member that it replicates from; null for a leader and where it is not a member of the cluster. */
  readonly parent: string | null;
  /** How many replicas stand between it and what feeds them all: 0 for a replica of the leader. */
  readonly depth: number;
}

export interface TopologyTree {
  /** Members that lead: one in a sound cluster, none without a leader, several when two believe to lead. */
  readonly leaders: readonly string[];
  /** Every other member, each followed by what replicates from it. */
  readonly replicas: readonly TopologyNode[];
}

/**
 * Members as a tree by `replicatesFrom`. Total: a member whose source is unknown, not a member, or part of a
 * circle stands beside the leader's own replicas, with `parent` null. Order within a branch is the order given.
 */
export function topologyTree(members: readonly TreeMember[]): TopologyTree {
  const leaders = members.filter((member) => leads(member.role)).map((member) => member.name as string);
  const followers = members.filter((member) => !leads(member.role));
  const sourceOf = new Map(followers.map((member) => [member.name as string, member.replicatesFrom]));
  const isFollower = (name: string | null): name is string => name !== null && sourceOf.has(name);

  const placed = new Set<string>();
  const replicas: TopologyNode[] = [];
  const place = (name: string, parent: string | null, depth: number) => {
    if (placed.has(name)) return;
    placed.add(name);
    replicas.push({ name, parent, depth });
    for (const child of followers) {
      if (child.replicatesFrom === name) place(child.name, name, depth + 1);
    }
  };
  for (const { name, replicatesFrom } of followers) {
    if (isFollower(replicatesFrom)) continue;
    place(name, replicatesFrom !== null && leaders.includes(replicatesFrom) ? replicatesFrom : null, 0);
  }
  // What is left replicates in a circle.
  for (const { name } of followers) place(name, null, 0);
  return { leaders, replicas };
}
