import type { HaproxySettings } from '@/lib/settings/types';
import type { Answer } from '@/lib/upstream/answer';
import { exchange, type HttpReply, httpAgent } from '@/lib/upstream/http-exchange';

export interface HaproxyCall {
  /** From connecting to the last byte. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const agent = httpAgent(null);

/** The statistics page as CSV, with basic authentication where the settings have a user. */
export function askStatistics(settings: HaproxySettings, call: HaproxyCall): Promise<Answer<HttpReply>> {
  return exchange({
    dispatcher: agent,
    method: 'GET',
    url: csvUrl(settings.stats),
    asked: haproxyWords(settings),
    headers: authorization(settings),
    timeoutMs: call.timeoutMs,
    signal: call.signal,
  });
}

/** Where the same statistics are had as CSV, from the address that a person opens. */
export function csvUrl(stats: string): string {
  const url = new URL(stats);
  const page = `${url.pathname}${url.search}`.split(';')[0] ?? '/';
  return `${url.origin}${page};csv`;
}

/** `HAProxy front (127.0.0.10:7000)`. */
export function haproxyWords(settings: HaproxySettings): string {
  return `HAProxy ${settings.name} (${new URL(settings.stats).host})`;
}

function authorization(settings: HaproxySettings): Record<string, string> {
  if (settings.username === null || settings.password === null) return {};
  const pair = Buffer.from(`${settings.username}:${settings.password}`).toString('base64');
  return { authorization: `Basic ${pair}` };
}
