import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberNameSchema } from '@/lib/contract/names';
import { type Haproxy, haproxySchema, type Member, type Role } from '@/lib/contract/snapshot';
import { layoutTopology } from './topology';
import { topologyRoutes } from './topology-routes';
import type { TopologyBox, TopologyLayout } from './topology-shape';
import { topologyTree } from './topology-tree';

type Slim = Pick<Member, 'name' | 'role' | 'replicatesFrom'>;

function slim(name: string, role: Role, replicatesFrom: string | null = null): Slim {
  return { name: memberNameSchema.parse(name), role, replicatesFrom };
}

function server(name: string, receives: boolean) {
  return {
    name,
    address: null,
    member: name,
    state: receives ? 'up' : 'down',
    stateWord: receives ? 'UP' : 'DOWN',
    receives,
    sessions: 0,
    queue: 0,
    checkStatus: null,
    checkCode: null,
    checkDurationMs: null,
    checkDescription: null,
    since: null,
  };
}

function proxy(name: string, writes: readonly string[], reads: readonly string[]): Haproxy {
  const port = (proxyName: string, number: number, servers: readonly string[]) => ({
    proxy: proxyName,
    port: number,
    found: true,
    sessions: 1,
    servers: [...servers.map((each) => server(each, true)), server('spare', false)],
  });
  return haproxySchema.parse({
    name,
    host: '127.0.0.10',
    reading: { status: 'fresh', at: '2026-11-22T21:34:04.549Z' },
    writes: port('primary', 5000, writes),
    reads: port('replicas', 5001, reads),
    others: [],
  });
}

function layout(members: readonly Slim[], proxies: Haproxy[], width = 812): TopologyLayout {
  // Only these three fields are read: the rest of a member does not matter to the picture.
  return layoutTopology(
    {
      members: members as Member[],
      routing: { configured: proxies.length > 0, howTo: '', proxies },
      standbyCluster: null,
    },
    width,
  );
}

describe('the tree of members', () => {
  it('puts a cascading replica right behind the member that feeds it', () => {
    const tree = topologyTree([
      slim('node1', 'replica', 'node2'),
      slim('node2', 'replica', 'node4'),
      slim('node3', 'replica', 'node4'),
      slim('node4', 'leader'),
    ]);
    expect(tree.leaders).toEqual(['node4']);
    expect(tree.replicas).toEqual([
      { name: 'node2', parent: 'node4', depth: 0 },
      { name: 'node1', parent: 'node2', depth: 1 },
      { name: 'node3', parent: 'node4', depth: 0 },
    ]);
  });

  it('claims no source for a member whose source is not a member', () => {
    const tree = topologyTree([slim('node1', 'leader'), slim('node2', 'replica', '10.0.0.9')]);
    expect(tree.replicas).toEqual([{ name: 'node2', parent: null, depth: 0 }]);
  });

  it('shows every member once, also those that replicate in a circle', () => {
    const tree = topologyTree([
      slim('a', 'replica', 'b'),
      slim('b', 'replica', 'a'),
      slim('c', 'replica', 'c'),
      slim('d', 'unknown'),
    ]);
    expect(tree.replicas.map((replica) => replica.name).sort()).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('a standby cluster', () => {
  it('is drawn with its source, from which WAL goes to its leader', () => {
    const { boxes, edges } = layout([slim('node1', 'standby_leader'), slim('node2', 'replica', 'node1')], []);
    expect(boxes.map(({ id }) => id)).toContain('source');
    expect(edges.find(({ id }) => id === 'wal:source:node1')).toMatchObject({
      kind: 'wal',
      from: 'source',
      to: 'member:node1',
    });
    expect(layout([slim('node1', 'leader')], []).boxes.map(({ id }) => id)).not.toContain('source');
  });
});

describe('routes', () => {
  it('are drawn to every member that a port really sends to, a replica behind the writes port included', () => {
    expect(topologyRoutes([proxy('ha', ['node1', 'node2'], ['node2'])])).toEqual([
      { proxy: 'ha', kind: 'writes', row: 0, member: 'node1' },
      { proxy: 'ha', kind: 'writes', row: 0, member: 'node2' },
      { proxy: 'ha', kind: 'reads', row: 1, member: 'node2' },
    ]);
  });

  it('are not claimed while the proxy does not answer', () => {
    const silent: Haproxy = {
      ...proxy('ha', ['node1'], ['node2']),
      reading: { status: 'unreachable', since: '2026-11-22T21:34:04.549Z', reason: 'refused', lastAt: null },
    };
    expect(topologyRoutes([silent])).toEqual([]);
  });
});

const roles: Role[] = ['leader', 'standby_leader', 'sync_standby', 'quorum_standby', 'replica', 'unknown'];

const anyCluster = fc.integer({ min: 0, max: 12 }).chain((count) => {
  const names = Array.from({ length: count }, (_, index) => `node${index + 1}`);
  const anyName = fc.constantFrom(...names, 'elsewhere');
  return fc.record({
    members: fc.tuple(
      ...names.map((name) =>
        fc
          .record({ role: fc.constantFrom(...roles), from: fc.option(anyName) })
          .map(({ role, from }) => slim(name, role, from)),
      ),
    ),
    proxies: fc.array(fc.record({ writes: fc.subarray(names), reads: fc.subarray(names) }), { maxLength: 3 }),
    width: fc.integer({ min: 300, max: 1600 }),
  });
});

function overlap(a: TopologyBox, b: TopologyBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Where a path begins and where it ends; `H` and `V` keep the other coordinate. */
function endsOf(path: string): { start: [number, number]; end: [number, number] } {
  let x = 0;
  let y = 0;
  let start: [number, number] | undefined;
  for (const [, letter, figures] of path.matchAll(/([MCHVQ])([^MCHVQ]*)/g)) {
    const values = (figures ?? '').trim().split(/\s+/).map(Number);
    if (letter === 'H') x = values[0] ?? Number.NaN;
    else if (letter === 'V') y = values[0] ?? Number.NaN;
    else [x, y] = [values.at(-2) ?? Number.NaN, values.at(-1) ?? Number.NaN];
    start ??= [x, y];
  }
  return { start: start ?? [Number.NaN, Number.NaN], end: [x, y] };
}

function isOnEdgeOf([x, y]: [number, number], box: TopologyBox): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) <= 0.1;
  const within =
    x >= box.x - 0.1 && x <= box.x + box.width + 0.1 && y >= box.y - 0.1 && y <= box.y + box.height + 0.1;
  const onSide =
    near(x, box.x) || near(x, box.x + box.width) || near(y, box.y) || near(y, box.y + box.height);
  return within && onSide;
}

describe('the picture of any cluster of up to twelve members', () => {
  it('has every member once, no two boxes over each other, and all of them within its size', () => {
    fc.assert(
      fc.property(anyCluster, ({ members, proxies, width }) => {
        const picture = layout(
          members,
          proxies.map((each, index) => proxy(`ha${index}`, each.writes, each.reads)),
          width,
        );
        const drawn = picture.boxes.flatMap((box) => (box.kind === 'member' ? [box.name] : []));
        expect(drawn.sort()).toEqual(members.map((member) => member.name as string).sort());
        const outside = picture.boxes.filter(
          (box) =>
            box.x < 0 || box.x + box.width > picture.width + 0.1 || box.y + box.height > picture.height + 0.1,
        );
        const overlapping = picture.boxes.filter((box, index) =>
          picture.boxes.slice(index + 1).some((other) => overlap(box, other)),
        );
        expect({ outside, overlapping }).toEqual({ outside: [], overlapping: [] });
      }),
    );
  });

  it('has edges that begin and end on the boxes that they join', () => {
    fc.assert(
      fc.property(anyCluster, ({ members, proxies, width }) => {
        const picture = layout(
          members,
          proxies.map((each, index) => proxy(`ha${index}`, each.writes, each.reads)),
          width,
        );
        const box = new Map(picture.boxes.map((each) => [each.id, each]));
        const loose = picture.edges.filter((edge) => {
          const from = box.get(edge.from);
          const to = box.get(edge.to);
          const { start, end } = endsOf(edge.path);
          return from === undefined || to === undefined || !isOnEdgeOf(start, from) || !isOnEdgeOf(end, to);
        });
        expect(loose).toEqual([]);
      }),
    );
  });

  it('keeps a place for a leader while there is none', () => {
    const picture = layout([slim('node1', 'replica'), slim('node2', 'replica')], []);
    expect(picture.boxes.find((box) => box.kind === 'no-leader')).toBeDefined();
    expect(picture.edges).toEqual([]);
  });
});
