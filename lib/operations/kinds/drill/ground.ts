import type { DrillInput } from '@/lib/contract/drills';
import type { Snapshot } from '@/lib/contract/snapshot';
import { patronictlBy } from '@/lib/domain/by-hand';
import type { DrillFacts, DrillRoomFacts } from '@/lib/domain/drills/judge-drill';
import { block, servingReplicas } from '@/lib/domain/preflight';
import { shellText } from '@/lib/domain/shell-text';
import type { ClusterSettings } from '@/lib/settings/types';
import { readMemberHost } from '@/lib/upstream/host/member-host';
import { type InstancePlace, stopArguments } from '@/lib/upstream/host/postgres-instance';
import type { DrillPort } from '@/lib/upstream/postgres/drill-schema';
import { commandsOn, type HostAccess } from '../../host-access';
import type { KindPlan, PlanContext } from '../../kind';
import { stopMember } from '../member-service';
import { switchover } from '../switchover';

const askMs = 3_000;
const hostMs = 8_000;
/** So long `pg_ctl` waits for the leader's PostgreSQL to stop, in seconds. */
const stopSeconds = 60;

/** Where a drill writes and reads. */
export interface DrillPorts {
  readonly writes: DrillPort & { readonly target: string };
  readonly reads: DrillPort & { readonly target: string };
}

/** The ports of the HAProxy that was asked for, or the members' own where there is none; in words why there is none. */
export function portsOf(
  settings: ClusterSettings,
  snapshot: Snapshot,
  proxy: string | null,
): DrillPorts | string {
  const { probes, haproxy } = settings;
  if (probes === null) return 'Probes are not configured.';
  const login = { probes };
  if (haproxy.length === 0) {
    if (proxy !== null) return 'No HAProxy is configured; leave `proxy` out.';
    const hosts = snapshot.members.flatMap(({ host, port }) =>
      host === '' || port === null ? [] : [{ host, port }],
    );
    const target = hosts.map(({ host, port }) => `${host}:${port}`).join(',');
    return {
      writes: { ...login, hosts, wanted: 'read-write', target },
      reads: { ...login, hosts, wanted: 'prefer-standby', target },
    };
  }
  const chosen = proxy === null ? haproxy[0] : haproxy.find(({ name }) => name === proxy);
  const known = haproxy.map(({ name }) => name).join(', ');
  if (chosen === undefined) return `No HAProxy is called ${proxy}. Known: ${known}.`;
  const { name, host, writes, reads } = chosen;
  if (writes === null) return `${name} has no port for writes in howdah.yaml.`;
  const to = (port: number) => ({
    ...login,
    hosts: [{ host, port }],
    wanted: 'any' as const,
    target: `${name}:${port}`,
  });
  // Without a port for reads they go where writes go, and are shown so.
  return { writes: to(writes.port), reads: to((reads ?? writes).port) };
}

/** Whom a drill stops, in that order. */
export function stopsOf({ event, member }: DrillInput, snapshot: Snapshot): string[] {
  const replicas = servingReplicas(snapshot).map(({ name }): string => name);
  if (event === 'stop_replicas') return replicas;
  if (event !== 'stop_replica') return [];
  return member === null ? replicas.slice(0, 1) : [member];
}

/** Asks the ports and the hosts what a drill is judged by. Changes nothing. */
export async function groundOf(
  input: DrillInput,
  ports: DrillPorts,
  context: PlanContext,
): Promise<DrillFacts> {
  const { snapshot, port } = context;
  const stops = stopsOf(input, snapshot);
  const subject =
    input.event === 'restart'
      ? (input.member ?? snapshot.leader)
      : input.event === 'stop_postgres'
        ? snapshot.leader
        : null;
  const [writes, reads, event] = await Promise.all([
    roomOf(ports.writes, context),
    input.readers === 0 ? null : roomOf(ports.reads, context),
    judgeEvent(input, stops, subject, context),
  ]);
  return {
    isLab: port.settings.lab,
    writes,
    reads,
    stops,
    subject,
    eventChecks: event.checks,
    eventCommands: event.commands,
  };
}

async function roomOf(port: DrillPorts['writes'], { drillCalls }: PlanContext): Promise<DrillRoomFacts> {
  const answer = await drillCalls.readRoom(port, askMs);
  const { target } = port;
  if (!answer.ok) return { target, trouble: answer.reason, freeConnections: 0, mayCreate: false };
  return { target, trouble: null, ...answer.value };
}

async function judgeEvent(
  input: DrillInput,
  stops: readonly string[],
  subject: string | null,
  context: PlanContext,
): Promise<Pick<KindPlan, 'checks' | 'commands'>> {
  const { snapshot, hosts } = context;
  switch (input.event) {
    case 'nothing':
      return { checks: [], commands: [] };
    case 'switchover':
      return switchover.prepare({ candidate: input.member, at: null }).plan(context);
    case 'stop_replica':
    case 'stop_replicas': {
      if (stops.length === 0) {
        return { checks: [block('replicas', 'No replica serves', 'There is nobody to stop.')], commands: [] };
      }
      if (stops.includes(snapshot.leader ?? '')) {
        const title = `${snapshot.leader} leads`;
        return {
          checks: [block('replicas', title, 'Choose a replica, or stop the leader’s PostgreSQL.')],
          commands: [],
        };
      }
      const plans = await Promise.all(stops.map((member) => stopMember.prepare({ member }).plan(context)));
      return {
        checks: plans
          .flatMap(({ checks }) => checks)
          .filter((check, index, all) => {
            return all.findIndex(({ id, title }) => id === check.id && title === check.title) === index;
          }),
        commands: plans.flatMap(({ commands }) => commands),
      };
    }
    case 'restart':
      return subject === null
        ? { checks: [], commands: [] }
        : {
            checks: [],
            commands: [
              patronictlBy(context.byHand, snapshot.scope, subject, 'restart', [subject, '--force']),
            ],
          };
    case 'stop_postgres': {
      if (subject === null) return { checks: [], commands: [] };
      const place = await instanceOf(subject, context, hosts);
      if (typeof place === 'string') {
        const checks = [block('host', `The host of ${subject} cannot be used`, place)];
        return { checks, commands: [] };
      }
      return { checks: heirChecks(snapshot), commands: [shellText(stopCommand(place))] };
    }
  }
}

function heirChecks(snapshot: Snapshot) {
  if (servingReplicas(snapshot).length > 0) return [];
  return [block('heirs', 'No replica serves', 'Nobody could take over if PostgreSQL does not come back.')];
}

export function stopCommand(place: InstancePlace): string[] {
  return stopArguments(place, 'fast', stopSeconds);
}

/** Where the instance of a member lies; in words why that is not known. */
export async function instanceOf(
  member: string,
  { port }: Pick<PlanContext, 'port'>,
  hosts: HostAccess,
): Promise<InstancePlace | string> {
  const settings = port.settings.hosts[member];
  if (settings === undefined) return `it is not among the hosts in howdah.yaml`;
  const dataDirectory = settings.dataDirectory ?? port.postgresOf(member)?.dataDirectory ?? null;
  if (dataDirectory === null) return `where its data lies is not known; give hosts.${member}.dataDirectory`;
  const answer = await readMemberHost(commandsOn(hosts, member), dataDirectory, { timeoutMs: hostMs });
  if (!answer.ok) return answer.reason;
  const { binDirectory } = answer.value;
  return binDirectory === null ? 'pg_ctl was not found' : { dataDirectory, binDirectory, configFile: null };
}
