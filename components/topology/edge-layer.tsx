import { memberState, replayLagOf } from '@/components/members/member-words';
import type { Snapshot } from '@/lib/contract/snapshot';
import { formatBytes } from '@/lib/domain/format';
import { lacksWal } from '@/lib/domain/receives-wal';
import type { TopologyEdge, TopologyLayout } from '@/lib/domain/topology-shape';

type EdgeLook = 'writes' | 'reads' | 'wal' | 'broken';

const looks: readonly EdgeLook[] = ['writes', 'reads', 'wal', 'broken'];

const lookClass: Record<EdgeLook, string> = {
  writes: 'text-accent',
  reads: 'text-reads',
  wal: 'text-wal',
  broken: 'text-bad',
};

/** The lines of the picture. Their facts stand in the list beside it, so this is for eyes only. */
export function EdgeLayer({ layout, snapshot }: { layout: TopologyLayout; snapshot: Snapshot }) {
  return (
    <svg
      aria-hidden
      width={layout.width}
      height={layout.height}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      className="pointer-events-none absolute inset-0 overflow-visible"
    >
      <defs>
        {looks.map((look) => (
          <marker
            key={look}
            id={`arrow-${look}`}
            viewBox="0 0 10 10"
            refX="9"
            refY="5"
            markerWidth="9"
            markerHeight="9"
            markerUnits="userSpaceOnUse"
            orient="auto"
            className={lookClass[look]}
          >
            <path d="M1 1 9 5 1 9" fill="none" stroke="currentColor" strokeWidth="1.75" />
          </marker>
        ))}
      </defs>
      {layout.edges.map((edge) =>
        // Where WAL goes is not known of a repository that Howdah does not see.
        edge.kind === 'archive' && snapshot.repository.reading.status === 'not_configured' ? null : (
          <Edge key={edge.id} edge={edge} snapshot={snapshot} />
        ),
      )}
    </svg>
  );
}

function Edge({ edge, snapshot }: { edge: TopologyEdge; snapshot: Snapshot }) {
  const look = lookOf(edge, snapshot);
  const dashes =
    edge.kind === 'wal' || edge.kind === 'archive' ? (look === 'broken' ? '2 5' : '4 4') : undefined;
  const label = labelOf(edge, snapshot);
  return (
    <g className={lookClass[look]} data-edge={edge.id} data-look={look}>
      <path
        d={edge.path}
        fill="none"
        stroke="currentColor"
        strokeWidth={edge.kind === 'writes' ? 2 : 1.5}
        strokeDasharray={dashes}
        markerEnd={`url(#arrow-${look})`}
      />
      {label !== null && edge.label !== null && (
        <text
          x={edge.label.x}
          y={edge.label.y}
          textAnchor="end"
          className="fill-second stroke-panel text-xs"
          strokeWidth={6}
          paintOrder="stroke"
        >
          {label}
        </text>
      )}
    </g>
  );
}

function lookOf(edge: TopologyEdge, snapshot: Snapshot): EdgeLook {
  if (edge.kind === 'writes' || edge.kind === 'reads') return edge.kind;
  if (edge.kind === 'archive') {
    const broken =
      snapshot.replication.archiver?.failing === true || snapshot.repository.reading.status === 'unreachable';
    return broken ? 'broken' : 'wal';
  }
  const to = memberOf(edge.to, snapshot);
  if (edge.from === 'source') {
    return to === undefined || memberState(to).tone === 'bad' || lacksWal(snapshot, to) ? 'broken' : 'wal';
  }
  const ends = [memberOf(edge.from, snapshot), to];
  const down = ends.some((member) => member === undefined || memberState(member).tone === 'bad');
  return down ? 'broken' : 'wal';
}

/** The lag of whom it leads to; none while that is not of now. */
function labelOf(edge: TopologyEdge, snapshot: Snapshot): string | null {
  if (edge.kind !== 'wal') return null;
  const member = memberOf(edge.to, snapshot);
  if (member === undefined || memberState(member).past) return null;
  const lagBytes = replayLagOf(member);
  return lagBytes === null ? null : formatBytes(lagBytes);
}

function memberOf(boxId: string, snapshot: Snapshot) {
  return snapshot.members.find((member) => `member:${member.name}` === boxId);
}
