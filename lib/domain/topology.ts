import type { Haproxy, Snapshot } from '@/lib/contract/snapshot';
import { isStandbyCluster } from './standby-cluster';
import { archiveEdges, lanesHeight, routeEdges, sourceEdges, walEdges } from './topology-edges';
import { portsOf, topologyRoutes } from './topology-routes';
import { type TopologyBox, type TopologyLayout, topologySizes } from './topology-shape';
import { type TopologyTree, topologyTree } from './topology-tree';

const proxyWidth = 214;
const memberWidth = { narrowest: 172, preferred: 214, widest: 300 };
const gapWidth = { narrowest: 62, preferred: 88, widest: 160 };
const indent = 62;
const manyReplicas = 4;

type TopologyInput = Pick<Snapshot, 'members' | 'routing' | 'standbyCluster'>;

/**
 * Where each part of a cluster stands and how its edges run, in px: proxies at the left, leaders and the repository
 * in the middle, replicas at the right as a tree. Reads pass below the leaders in lanes of their own. `width` is what
 * there is; the layout may need more, and then says so.
 */
export function layoutTopology(input: TopologyInput, availableWidth: number): TopologyLayout {
  const tree = topologyTree(input.members);
  const routes = topologyRoutes(input.routing.proxies);
  const columns = placeColumns(tree, availableWidth);
  const compact = tree.replicas.length > manyReplicas;
  const memberHeight = compact ? topologySizes.memberCompact : topologySizes.member;

  const proxies = placeProxies(input.routing.proxies, columns);
  const leaders = placeLeaders(tree, columns);
  const replicas = placeReplicas(tree, columns, memberHeight, compact);
  const leadersBottom = bottomOf(leaders);
  const source = isStandbyCluster(input) ? [placeSource(columns, bottomOf(proxies))] : [];

  const laned = routes.filter((route) => !tree.leaders.includes(route.member));
  const aboveRepository = leadersBottom + Math.max(48, lanesHeight(laned.length));
  const height = Math.max(
    bottomOf([...proxies, ...source, ...leaders, ...replicas]),
    aboveRepository + topologySizes.repository,
  );
  const repository: TopologyBox = {
    id: 'repository',
    kind: 'repository',
    name: '',
    x: columns.middle,
    y: Math.min(height - topologySizes.repository, aboveRepository + 56),
    width: columns.memberWidth,
    height: topologySizes.repository,
    compact: false,
  };

  const boxes = [...proxies, ...source, ...leaders, ...replicas, repository];
  const box = new Map(boxes.map((each) => [each.id, each]));
  const edges = [
    ...routeEdges(routes, box, {
      left: columns.middle,
      right: columns.middle + columns.memberWidth,
      bottom: leadersBottom,
    }),
    ...sourceEdges(source, input.members, box),
    ...walEdges(tree, box),
    ...archiveEdges(leaders, repository),
  ];
  return { width: columns.width, height, boxes, edges };
}

interface Columns {
  readonly left: number;
  readonly middle: number;
  readonly right: number;
  readonly memberWidth: number;
  readonly width: number;
}

function placeColumns(tree: TopologyTree, availableWidth: number): Columns {
  const indents = Math.max(0, ...tree.replicas.map((replica) => replica.depth)) * indent;
  const hasRight = tree.replicas.length > 0;
  const columns = hasRight ? 2 : 1;
  // What there is for one column of members and the gap before it.
  const share = (availableWidth - proxyWidth - indents) / columns;
  const { gap, member } = shareWidth(share);
  const middle = proxyWidth + gap;
  const right = middle + member + gap;
  const width = hasRight ? right + indents + member : middle + member;
  return { left: 0, middle, right, memberWidth: member, width };
}

/** Boxes give way down to their narrowest before the gap does; what is left over goes to the gap first. */
function shareWidth(share: number): { gap: number; member: number } {
  const roomy = memberWidth.preferred + gapWidth.preferred;
  if (share >= roomy) {
    const gap = Math.min(gapWidth.widest, share - memberWidth.preferred);
    return { gap, member: Math.min(memberWidth.widest, share - gap) };
  }
  const member = Math.max(memberWidth.narrowest, share - gapWidth.preferred);
  return { gap: Math.max(gapWidth.narrowest, share - member), member };
}

function placeProxies(proxies: readonly Haproxy[], columns: Columns): TopologyBox[] {
  const named = proxies.length === 0 ? [{ name: '', ports: 0 }] : proxies.map(countPorts);
  let y = 0;
  return named.map(({ name, ports }) => {
    const height =
      ports === 0
        ? topologySizes.proxyEmpty
        : topologySizes.proxyHead +
          ports * topologySizes.port +
          (ports - 1) * topologySizes.portGap +
          topologySizes.proxyFoot;
    const box: TopologyBox = {
      id: `proxy:${name}`,
      kind: 'proxy',
      name,
      x: columns.left,
      y,
      width: proxyWidth,
      height,
      compact: false,
    };
    y += height + 28;
    return box;
  });
}

/** What a standby cluster follows stands below the proxies, at the left of whoever receives from it. */
function placeSource(columns: Columns, proxiesBottom: number): TopologyBox {
  return {
    id: 'source',
    kind: 'source',
    name: '',
    x: columns.left,
    y: proxiesBottom + 28,
    width: proxyWidth,
    height: topologySizes.source,
    compact: true,
  };
}

function countPorts(proxy: Haproxy): { name: string; ports: number } {
  return { name: proxy.name, ports: portsOf(proxy).length };
}

function placeLeaders(tree: TopologyTree, columns: Columns): TopologyBox[] {
  const place = (id: string, kind: 'member' | 'no-leader', name: string, index: number): TopologyBox => ({
    id,
    kind,
    name,
    x: columns.middle,
    y: index * (topologySizes.member + 28),
    width: columns.memberWidth,
    height: topologySizes.member,
    compact: false,
  });
  if (tree.leaders.length === 0) return [place('no-leader', 'no-leader', '', 0)];
  return tree.leaders.map((name, index) => place(`member:${name}`, 'member', name, index));
}

function placeReplicas(
  tree: TopologyTree,
  columns: Columns,
  height: number,
  compact: boolean,
): TopologyBox[] {
  const gap = compact ? 14 : tree.replicas.length <= 2 ? 56 : 28;
  return tree.replicas.map((replica, index) => ({
    id: `member:${replica.name}`,
    kind: 'member',
    name: replica.name,
    x: columns.right + replica.depth * indent,
    y: index * (height + gap),
    width: columns.memberWidth,
    height,
    compact,
  }));
}

function bottomOf(boxes: readonly TopologyBox[]): number {
  return Math.max(0, ...boxes.map((box) => box.y + box.height));
}
