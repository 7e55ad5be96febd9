import { patronictlText } from '@/lib/domain/patronictl';
import type { ClusterPort } from './cluster-port';
import type { NeedsPerson } from './kind';

/** A `patronictl` line that can be run as it stands on `host`; with null, on whichever member's host is known best. */
export function patronictlOn(
  port: ClusterPort,
  host: string | null,
  command: string,
  words: readonly string[] = [],
): { readonly host: string | null; readonly command: string } {
  const { members, leader, scope } = port.snapshot();
  const { hosts } = port.settings;
  const known = [host, leader, ...members.map(({ name }) => name)].find(
    (name) => name !== null && Object.hasOwn(hosts, name),
  );
  const config = known == null ? null : (hosts[known]?.patroniConfig ?? null);
  return { host: known ?? host, command: patronictlText({ config, scope }, command, words) };
}

/** For a person who has to look at the cluster as Patroni sees it. */
export function lookAtCluster(port: ClusterPort, message: string, host: string | null = null): NeedsPerson {
  return { message, ...patronictlOn(port, host, 'list') };
}
