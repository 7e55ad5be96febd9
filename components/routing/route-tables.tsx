import { type Column, DataTable } from '@/components/replication/data-table';
import { MemberLink } from '@/components/replication/member-link';
import { Figure } from '@/components/ui/figure';
import { Panel } from '@/components/ui/panel';
import { StatusMark, type Tone } from '@/components/ui/status-mark';
import { Age } from '@/components/ui/time';
import type { RouteRow } from '@/lib/contract/routing';
import type { Haproxy, HaproxyPort, Snapshot } from '@/lib/contract/snapshot';
import { formatDurationMs } from '@/lib/domain/format';
import { routeTable } from '@/lib/domain/routing/route-table';
import { rowTrouble } from './proof-words';

const togetherHead = 'Together';
const titles = { writes: 'receives writes', reads: 'receives reads' } as const;

/** A panel a port of each HAProxy: what it believes of each server, beside what Patroni says. */
export function RouteTables({ snapshot }: { snapshot: Snapshot }) {
  const rows = routeTable(snapshot);
  return snapshot.routing.proxies.map((proxy) => [
    ...(['writes', 'reads'] as const).map((purpose) => {
      const port = proxy[purpose];
      if (port === null) return null;
      const own = rows.filter((row) => row.proxy === proxy.name && row.purpose === purpose);
      return (
        <PortPanel
          key={`${proxy.name}:${purpose}`}
          proxy={proxy}
          port={port}
          title={`who ${titles[purpose]}`}
          label={`for ${purpose}`}
          columns={columnsOf(snapshot, proxy)}
          rows={own}
        />
      );
    }),
    ...proxy.others.map((port) => (
      <SectionTable key={`${proxy.name}:${port.proxy}`} snapshot={snapshot} proxy={proxy} port={port} />
    )),
  ]);
}

/** A further section: whom it is meant for is not known, so that nothing is said of whether both agree. */
function SectionTable({ snapshot, proxy, port }: { snapshot: Snapshot; proxy: Haproxy; port: HaproxyPort }) {
  const [first, ...rest] = columnsOf(snapshot, proxy);
  const rows = port.servers.map((server): RouteRow => {
    const member = snapshot.members.find(({ name }) => name === server.member);
    return {
      proxy: proxy.name,
      purpose: 'reads',
      port: port.port,
      server,
      member: server.member,
      role: member?.role ?? null,
      state: member?.state ?? null,
      disagreements: [],
    };
  });
  return (
    <PortPanel
      proxy={proxy}
      port={port}
      title={port.proxy}
      label={`in ${port.proxy}`}
      columns={[first, ...rest.filter(({ head }) => head !== togetherHead)]}
      rows={rows}
    />
  );
}

interface PortPanelProps {
  readonly proxy: Haproxy;
  readonly port: HaproxyPort;
  readonly title: string;
  readonly label: string;
  readonly columns: readonly [Column<RouteRow>, ...Column<RouteRow>[]];
  readonly rows: readonly RouteRow[];
}

function PortPanel({ proxy, port, title, label, columns, rows }: PortPanelProps) {
  return (
    <Panel
      title={`${proxy.name}: ${title}`}
      actions={
        <span className="mono text-second">
          {proxy.host}:{port.port}
        </span>
      }
      flush
    >
      {rows.length === 0 ? (
        <p className="px-4 pb-4 text-second">
          HAProxy’s statistics list no servers of <code>{port.proxy}</code>.
        </p>
      ) : (
        <DataTable
          label={`Servers of ${proxy.name} ${label}`}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.server?.name ?? `missing ${row.member}`}
        />
      )}
    </Panel>
  );
}

function columnsOf(snapshot: Snapshot, proxy: Haproxy): readonly [Column<RouteRow>, ...Column<RouteRow>[]] {
  const past = proxy.reading.status !== 'fresh';
  return [
    {
      head: 'Server',
      cell: (row) => (
        <>
          {row.member === null ? (
            <span className="font-semibold">{row.server?.name}</span>
          ) : (
            <MemberLink cluster={snapshot.cluster} member={row.member} />
          )}
          <span className="mono block text-third">{row.server?.address ?? ''}</span>
        </>
      ),
    },
    { head: 'Patroni says', cell: (row) => <PatroniWord row={row} /> },
    { head: 'HAProxy believes', cell: (row) => <Belief row={row} past={past} /> },
    {
      head: 'Last check',
      cell: ({ server }) => (server === null ? <Figure text={null} /> : <Check row={server} />),
    },
    {
      head: 'Sessions',
      align: 'end',
      cell: ({ server }) => (
        <Figure text={server?.sessions == null ? null : String(server.sessions)} dimmed={past} />
      ),
    },
    {
      head: 'Queue',
      align: 'end',
      cell: ({ server }) => (
        <Figure text={server?.queue == null ? null : String(server.queue)} dimmed={past} />
      ),
    },
    {
      head: 'Since',
      cell: ({ server }) => (server?.since == null ? <Figure text={null} /> : <Age at={server.since} />),
    },
    { head: togetherHead, cell: (row) => <Together row={row} past={past} /> },
  ];
}

function PatroniWord({ row }: { row: RouteRow }) {
  if (row.role === null) {
    const isStranger = row.disagreements.some(({ kind }) => kind === 'stale_server');
    return <span className="text-second">{isStranger ? 'not a member' : 'not known'}</span>;
  }
  return (
    <span className="whitespace-nowrap">
      {row.role.replace('_', ' ')}
      <span className="block text-sm text-third">{row.state}</span>
    </span>
  );
}

function Belief({ row: { server }, past }: { row: RouteRow; past: boolean }) {
  if (server === null) return <span className="text-second">not listed</span>;
  const tone: Tone = past ? 'unknown' : server.receives ? 'ok' : 'info';
  return (
    <>
      <StatusMark tone={tone}>{server.receives ? 'receives' : 'left out'}</StatusMark>
      <span className="block text-sm text-third">{server.stateWord}</span>
    </>
  );
}

function Check({ row: server }: { row: NonNullable<RouteRow['server']> }) {
  if (server.checkStatus === null) return <span className="text-second">no check</span>;
  return (
    <span title={server.checkDescription ?? undefined} className="whitespace-nowrap">
      {server.checkStatus} {server.checkCode ?? ''}
      <span className="block text-sm text-third">
        {server.checkDurationMs === null ? '' : formatDurationMs(server.checkDurationMs)}
      </span>
    </span>
  );
}

function Together({ row, past }: { row: RouteRow; past: boolean }) {
  if (past) return <StatusMark tone="unknown">not known</StatusMark>;
  const trouble = rowTrouble(row);
  if (trouble === null) return <StatusMark tone="ok">agree</StatusMark>;
  if (row.disagreements.every(({ kind }) => kind === 'server_unknown'))
    return <StatusMark tone="unknown">{trouble}</StatusMark>;
  const mild = row.disagreements.every(({ kind }) => kind === 'reads_on_leader');
  const bad = row.disagreements.some(({ kind }) => kind === 'writes_misrouted' || kind === 'writes_nowhere');
  return <StatusMark tone={bad ? 'bad' : mild ? 'info' : 'warn'}>{trouble}</StatusMark>;
}
