import type { ClusterSettings } from '@/lib/settings/types';
import type { PatroniCluster } from '@/lib/upstream/patroni/read';
import type { KnownMember } from './readings';

const keptMs = 3_600_000;

/**
 * The members after one more `/cluster` answer. Patroni forgets a dead member after its `ttl`; Howdah keeps it in its
 * place while the settings name it, and for an hour otherwise.
 */
export function membersAfter(
  known: readonly KnownMember[],
  cluster: PatroniCluster,
  settings: ClusterSettings,
  nowMs: number,
): KnownMember[] {
  const listed = cluster.members.map((member) => ({
    name: member.name,
    host: member.host,
    port: member.port,
    apiUrl: member.apiUrl,
    patroniUrl: baseUrl(member.apiUrl),
    listedAtMs: nowMs,
  }));
  const names = new Set<string>(listed.map((member) => member.name));
  const kept = known.filter(
    (member) =>
      !names.has(member.name) && (nowMs - member.listedAtMs < keptMs || isNamedBySettings(member, settings)),
  );
  return [...listed, ...kept].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** Where a member's own Patroni is asked: the address it advertises, without the path. */
export function baseUrl(apiUrl: string | null): string | null {
  if (apiUrl === null || !URL.canParse(apiUrl)) return null;
  return new URL(apiUrl).origin;
}

function isNamedBySettings(member: KnownMember, settings: ClusterSettings): boolean {
  return (
    Object.hasOwn(settings.hosts, member.name) ||
    settings.patroni.urls.some((url) => URL.canParse(url) && new URL(url).hostname === member.host)
  );
}
