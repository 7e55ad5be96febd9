import type { PatroniByHand } from '@/lib/domain/by-hand';
import type { ClusterSettings } from '@/lib/settings/types';

export function byHandOf({ patroni, hosts }: Pick<ClusterSettings, 'patroni' | 'hosts'>): PatroniByHand {
  const { username, tls, tlsFiles } = patroni;
  const configs = Object.entries(hosts).map(([name, { patroniConfig }]) => [name, patroniConfig] as const);
  return { username, ...tlsFiles, verify: tls.verify, configs: Object.fromEntries(configs) };
}
