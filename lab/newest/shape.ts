/** One PostgreSQL member, on a host of its own that bears its name. */
export interface Member {
  readonly name: string;
  readonly tags: Readonly<Record<string, boolean | number | string>>;
  /** What PostgreSQL writes its log in. */
  readonly messages: string;
}

export interface Cluster {
  readonly name: string;
  /** The first is the one that bootstraps. */
  readonly members: readonly Member[];
  readonly isQuorum: boolean;
  /** HAProxy in front of it, an application that writes through it, and one that reads a logical slot. */
  readonly hasProxy: boolean;
  /** pgBackRest with two repositories on a host of its own. */
  readonly hasRepository: boolean;
  /** A standby cluster: it follows the cluster behind HAProxy. */
  readonly isStandby: boolean;
}

export interface Shape {
  readonly name: ShapeName;
  readonly clusters: readonly Cluster[];
}

export const shapeNames = ['quorum-cascade', 'standby-cluster', 'single'] as const;
export type ShapeName = (typeof shapeNames)[number];

export const edgeHost = 'edge';
export const repositoryHost = 'repo';

const english = 'C';
const plain = { isQuorum: false, hasProxy: false, hasRepository: false, isStandby: false };
const member = (name: string, tags: Member['tags'] = {}, messages = english): Member => ({
  name,
  tags,
  messages,
});

export const shapes: Readonly<Record<ShapeName, Shape>> = {
  'quorum-cascade': {
    name: 'quorum-cascade',
    clusters: [
      {
        name: 'quorum',
        members: [
          member('alpha', { failover_priority: 2 }),
          member('bravo', { clonefrom: true }, 'de_DE.UTF-8'),
          member('charlie', { noloadbalance: true, clonefrom: true }),
          member('delta', { nofailover: true, replicatefrom: 'bravo' }),
        ],
        isQuorum: true,
        hasProxy: true,
        hasRepository: true,
        isStandby: false,
      },
    ],
  },
  'standby-cluster': {
    name: 'standby-cluster',
    clusters: [
      { ...plain, name: 'source', members: [member('alpha')], hasProxy: true },
      { ...plain, name: 'away', members: [member('north'), member('south')], isStandby: true },
    ],
  },
  single: {
    name: 'single',
    clusters: [{ ...plain, name: 'solo', members: [member('solo')] }],
  },
};

export function membersOf({ clusters }: Shape): readonly Member[] {
  return clusters.flatMap(({ members }) => members);
}

export function hostsOf(shape: Shape): readonly string[] {
  const repository = shape.clusters.some(({ hasRepository }) => hasRepository) ? [repositoryHost] : [];
  return [edgeHost, ...membersOf(shape).map(({ name }) => name), ...repository];
}

/** The cluster that HAProxy stands before, where the shape has one. */
export function proxiedCluster({ clusters }: Shape): Cluster | undefined {
  return clusters.find(({ hasProxy }) => hasProxy);
}

/** What `stop` and `start` take beside members. */
export function partsOf(shape: Shape): readonly string[] {
  return proxiedCluster(shape) === undefined ? ['etcd'] : ['etcd', 'haproxy', 'load'];
}
