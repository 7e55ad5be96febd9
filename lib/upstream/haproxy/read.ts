import type { Haproxy, HaproxyPort } from '@/lib/contract/snapshot';
import type { HaproxyPortSettings, HaproxySettings } from '@/lib/settings/types';
import type { Answer } from '@/lib/upstream/answer';
import { bodyWords, httpStatusWords, refuse } from '@/lib/upstream/http-exchange';
import { askStatistics, type HaproxyCall, haproxyWords } from './client';
import { type MemberAddress, matchMember } from './match-member';
import { statisticsOfCsv } from './statistics-of-csv';
import type { HaproxyStatistics } from './types';

export type { MemberAddress } from './match-member';
export type { HaproxyStatistics } from './types';

/** The statistics of one HAProxy. Fails as data: no connection, a login that is wanted, a page that is no CSV. */
export async function readStatistics(
  settings: HaproxySettings,
  call: HaproxyCall,
): Promise<Answer<HaproxyStatistics>> {
  const answer = await askStatistics(settings, call);
  if (!answer.ok) return answer;
  const { httpStatus } = answer.value;
  const asked = haproxyWords(settings);
  if (httpStatus === 401 || httpStatus === 403) {
    const reason = `${asked} does not let Howdah in: ${httpStatusWords(httpStatus)}`;
    return refuse(answer, 'authentication', reason);
  }
  if (httpStatus !== 200) {
    return refuse(answer, 'http_status', `${asked} answered with ${httpStatusWords(httpStatus)}`);
  }
  const value = statisticsOfCsv(answer.value.text, answer.atMs);
  if (value !== null) return { ok: true, value, atMs: answer.atMs };
  const reason = `${asked} answered ${bodyWords(answer.value)} instead of its statistics as CSV`;
  return refuse(answer, 'malformed', reason);
}

/**
 * The ports as the page shows them, with each server joined to the member that it is:
 * by its name, else by its address (known to Howdah where the statistics page has `stats show-legends`).
 * A port that the settings leave out is null.
 */
export function toHaproxy(
  statistics: HaproxyStatistics,
  settings: HaproxySettings,
  members: readonly MemberAddress[],
): Pick<Haproxy, 'writes' | 'reads' | 'others'> {
  return {
    writes: portOf(statistics, settings.writes, members),
    reads: portOf(statistics, settings.reads, members),
    others: settings.others.flatMap((other) => portOf(statistics, other, members) ?? []),
  };
}

function portOf(
  statistics: HaproxyStatistics,
  settings: HaproxyPortSettings | null,
  members: readonly MemberAddress[],
): HaproxyPort | null {
  if (settings === null) return null;
  const proxy = statistics.proxies.get(settings.proxy);
  return {
    proxy: settings.proxy,
    port: settings.port,
    found: proxy !== undefined,
    sessions: (proxy?.frontend ?? proxy?.backend)?.sessions ?? null,
    servers: (proxy?.servers ?? []).map((server) => ({ ...server, member: matchMember(server, members) })),
  };
}
