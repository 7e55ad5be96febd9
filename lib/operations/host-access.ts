import type { ClusterSettings } from '@/lib/settings/types';
import type { Answer } from '@/lib/upstream/answer';
import { type HostCommandResult, type HostRunOptions, runOnHost } from '@/lib/upstream/ssh/run';

/** The hosts of one cluster's settings, by the names that they have there; tests put simulated ones in their place. */
export interface HostAccess {
  has(host: string): boolean;
  run(host: string, argv: readonly string[], options: HostRunOptions): Promise<Answer<HostCommandResult>>;
}

/** Commands on a host, with the host left out: what the rooms of `lib/upstream` take. */
export type RunCommand = (
  argv: readonly string[],
  options: HostRunOptions,
) => Promise<Answer<HostCommandResult>>;

export function hostAccess(settings: ClusterSettings): HostAccess {
  return {
    has: (host) => Object.hasOwn(settings.hosts, host),
    run: async (host, argv, options) => {
      const known = settings.hosts[host];
      if (known === undefined) {
        return {
          ok: false,
          kind: 'other',
          reason: `${host} is not among the hosts in howdah.yaml`,
          atMs: Date.now(),
        };
      }
      return runOnHost(known, settings.ssh, argv, options);
    },
  };
}

export function commandsOn(hosts: HostAccess, host: string): RunCommand {
  return (argv, options) => hosts.run(host, argv, options);
}
