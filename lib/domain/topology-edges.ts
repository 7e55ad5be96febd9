import type { Member } from '@/lib/contract/snapshot';
import type { TopologyRoute } from './topology-routes';
import { type TopologyBox, type TopologyEdge, topologySizes } from './topology-shape';
import type { TopologyTree } from './topology-tree';

const laneGap = 9;
const laneClearance = 24;

/** How much room `count` lanes take between the leaders and what is below, in px. */
export function lanesHeight(count: number): number {
  return count === 0 ? 0 : laneClearance * 2 + laneGap * (count - 1);
}

/** Edges from the ports to whoever receives. Those that end right of the leaders take a lane each below them. */
export function routeEdges(
  routes: readonly TopologyRoute[],
  box: ReadonlyMap<string, TopologyBox>,
  leaders: { readonly left: number; readonly right: number; readonly bottom: number },
): TopologyEdge[] {
  const drawn = routes.flatMap((route) => {
    const from = box.get(`proxy:${route.proxy}`);
    const to = box.get(`member:${route.member}`);
    return from === undefined || to === undefined ? [] : [{ route, from, to }];
  });
  // In the order of their ends, so that lanes do not cross on their way out.
  const laned = drawn.filter(({ to }) => to.x !== leaders.left).sort((a, b) => a.to.y - b.to.y);
  return drawn.map(({ route, from, to }) => {
    const start = { x: from.x + from.width, y: from.y + portCentre(route.row) };
    const end = { x: to.x, y: to.y + arrival(to, route.kind) };
    const lane = laned.findIndex((each) => each.route === route);
    const laneY = leaders.bottom + laneClearance + lane * laneGap;
    return {
      id: `${route.kind}:${route.proxy}:${route.member}`,
      kind: route.kind,
      from: from.id,
      to: to.id,
      path:
        lane === -1
          ? `M${at(start)}${curve(start, end)}`
          : throughLane(start, end, leaders.left, leaders.right, laneY),
      label: null,
    };
  });
}

/** Edges along which members feed each other: curves from a leader, elbows below a replica that feeds others. */
export function walEdges(tree: TopologyTree, box: ReadonlyMap<string, TopologyBox>): TopologyEdge[] {
  return tree.replicas.flatMap((replica): TopologyEdge[] => {
    const from = replica.parent === null ? undefined : box.get(`member:${replica.parent}`);
    const to = box.get(`member:${replica.name}`);
    if (from === undefined || to === undefined) return [];
    const end = { x: to.x, y: to.y + arrival(to, 'wal') };
    const id = `wal:${replica.parent}:${replica.name}`;
    const label = { x: end.x - 11, y: end.y - 5 };
    if (tree.leaders.includes(replica.parent ?? '')) {
      const siblings = tree.replicas.filter((each) => each.parent === replica.parent);
      const share = (siblings.indexOf(replica) + 1) / (siblings.length + 1);
      const start = { x: from.x + from.width, y: from.y + from.height * share };
      const path = `M${at(start)}${curve(start, approach(start, end))}H${round(end.x)}`;
      return [{ id, kind: 'wal', from: from.id, to: to.id, path, label }];
    }
    const start = { x: from.x + 8, y: from.y + from.height };
    const path = `M${at(start)}V${round(end.y - 6)}Q${round(start.x)} ${round(end.y)} ${round(start.x + 6)} ${round(end.y)}H${round(end.x)}`;
    return [{ id, kind: 'wal', from: from.id, to: to.id, path, label }];
  });
}

/** From what a standby cluster follows to each member that leads it; none while nobody does. */
export function sourceEdges(
  source: readonly TopologyBox[],
  members: readonly Pick<Member, 'name' | 'role'>[],
  box: ReadonlyMap<string, TopologyBox>,
): TopologyEdge[] {
  return source.flatMap((from) =>
    members.flatMap(({ name, role }): TopologyEdge[] => {
      const to = role === 'standby_leader' ? box.get(`member:${name}`) : undefined;
      if (to === undefined) return [];
      const start = { x: from.x + from.width, y: from.y + from.height / 2 };
      const end = { x: to.x, y: to.y + arrival(to, 'source') };
      const path = `M${at(start)}${curve(start, end)}`;
      return [{ id: `wal:source:${name}`, kind: 'wal', from: from.id, to: to.id, path, label: null }];
    }),
  );
}

/** The edge from the leader to the repository; none while nobody leads. */
export function archiveEdges(leaders: readonly TopologyBox[], repository: TopologyBox): TopologyEdge[] {
  const last = leaders.at(-1);
  if (last === undefined || last.kind !== 'member') return [];
  const x = round(last.x + last.width / 2);
  return [
    {
      id: 'archive',
      kind: 'archive',
      from: last.id,
      to: repository.id,
      path: `M${x} ${round(last.y + last.height)}V${round(repository.y)}`,
      label: null,
    },
  ];
}

/** From the top of a proxy's box to the middle of its port. */
function portCentre(row: number): number {
  return (
    topologySizes.proxyHead + row * (topologySizes.port + topologySizes.portGap) + topologySizes.port / 2
  );
}

/** From the top of a box to where an edge of a kind ends at its left side. */
function arrival(box: TopologyBox, kind: 'writes' | 'reads' | 'wal' | 'source'): number {
  const shares = { wal: 0.32, writes: 0.44, reads: 0.64, source: 0.82 };
  return box.height * shares[kind];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function throughLane(start: Point, end: Point, left: number, right: number, laneY: number): string {
  const enter = { x: left, y: laneY };
  const leave = { x: right, y: laneY };
  return `M${at(start)}${curve(start, enter)}H${round(leave.x)}${curve(leave, approach(leave, end))}H${round(end.x)}`;
}

/** Where an edge is level already before its end: as much room as a label needs, at most half of the way. */
function approach(from: Point, end: Point): Point {
  return { x: end.x - Math.min(48, (end.x - from.x) / 2), y: end.y };
}

/** A curve that leaves and arrives level. */
function curve(from: Point, to: Point): string {
  const bend = (to.x - from.x) / 2;
  return `C${round(from.x + bend)} ${round(from.y)} ${round(to.x - bend)} ${round(to.y)} ${at(to)}`;
}

function at(point: Point): string {
  return `${round(point.x)} ${round(point.y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
