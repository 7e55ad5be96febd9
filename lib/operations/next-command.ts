import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { type PatronictlPlace, patronictlText } from '@/lib/domain/patronictl';
import type { ClusterPort } from './cluster-port';
import type { NeedsPerson } from './kind';

export function patronictlPlace(port: ClusterPort, host: string | null): PatronictlPlace {
  const config = host === null ? null : (port.settings.hosts[host]?.patroniConfig ?? null);
  return { config, scope: port.snapshot().scope };
}

/** A `patronictl` line that can be run as it stands on `host`; with null, on whichever member's host is known best. */
export function patronictlOn(
  port: ClusterPort,
  host: string | null,
  command: string,
  words: readonly string[] = [],
): { readonly host: string | null; readonly command: string } {
  const { members, leader } = port.snapshot();
  const { hosts } = port.settings;
  const known = [host, leader, ...members.map(({ name }) => name)].find(
    (name) => name !== null && Object.hasOwn(hosts, name),
  );
  return {
    host: known ?? host,
    command: patronictlText(patronictlPlace(port, known ?? null), command, words),
  };
}

/** For a person who has to look at the cluster as Patroni sees it; where nobody leads, what has a member lead. */
export function lookAtCluster(port: ClusterPort, message: string, host: string | null = null): NeedsPerson {
  const heir = heirIn(port.snapshot());
  if (heir === null) return { message, ...patronictlOn(port, host, 'list') };
  return {
    message: `${message} No member leads. If Patroni elects none by itself, this has ${heir} lead; what ${heir} has not received is lost.`,
    ...patronictlOn(port, heir, 'failover', ['--candidate', heir, '--force']),
  };
}

/** Where Patroni is known to name no leader: a synchronous standby, or else who is least behind. */
function heirIn({ leader, members, reading, dcs }: Snapshot): string | null {
  if (leader !== null || reading.status !== 'fresh' || dcs.status !== 'ok') return null;
  const isSynchronous = ({ role }: Member) => role === 'sync_standby' || role === 'quorum_standby';
  const [first] = members
    .filter(({ condition, tags }) => condition === 'serving' && tags.nofailover !== true)
    .sort(
      (a, b) =>
        Number(isSynchronous(b)) - Number(isSynchronous(a)) ||
        (a.lagBytes ?? Number.MAX_SAFE_INTEGER) - (b.lagBytes ?? Number.MAX_SAFE_INTEGER),
    );
  return first?.name ?? null;
}
