import type { PatroniSettings } from '@/lib/settings/types';
import type { Answer } from '@/lib/upstream/answer';
import { bodyWords, type HttpReply, httpStatusWords, refuse } from '@/lib/upstream/http-exchange';
import { ask, endpointWords, type PatroniCall } from './client';
import { clusterOfWire } from './cluster-of-wire';
import { parseJson } from './json-text';
import { memberOfWire } from './member-of-wire';
import { configOfWire, historyOfWire } from './settings-of-wire';
import type { PatroniCluster, PatroniConfig, PatroniHistoryRow, PatroniMember } from './types';

export type { PatroniCluster, PatroniConfig, PatroniHistoryRow, PatroniMember } from './types';

/** `GET /cluster` of the Patroni at `url`: all members, as it reads them from the DCS at this moment. */
export function readCluster(
  target: PatroniSettings,
  url: string,
  call: PatroniCall,
): Promise<Answer<PatroniCluster>> {
  return readJson(target, url, call, { path: '/cluster', statuses: [200], read: clusterOfWire });
}

/** `GET /patroni` of the Patroni at `url`: its own state. Some versions and states answer 503, with the same JSON. */
export function readMember(
  target: PatroniSettings,
  url: string,
  call: PatroniCall,
): Promise<Answer<PatroniMember>> {
  return readJson(target, url, call, {
    path: '/patroni',
    statuses: [200, 503],
    read: (json, reply) => memberOfWire(json, reply.clockMs),
  });
}

/** `GET /history`: how each earlier timeline ended, oldest first. */
export function readHistory(
  target: PatroniSettings,
  url: string,
  call: PatroniCall,
): Promise<Answer<readonly PatroniHistoryRow[]>> {
  return readJson(target, url, call, { path: '/history', statuses: [200], read: historyOfWire });
}

/**
 * `GET /config`: the dynamic configuration. Patroni 4 answers 502 when the DCS holds none:
 * that is a failure here, so that nobody writes an empty configuration back.
 */
export function readConfig(
  target: PatroniSettings,
  url: string,
  call: PatroniCall,
): Promise<Answer<PatroniConfig>> {
  return readJson(target, url, call, { path: '/config', statuses: [200], read: configOfWire });
}

interface Reading<Value> {
  readonly path: string;
  /** With which the answer carries the JSON that is meant. */
  readonly statuses: readonly number[];
  readonly read: (json: unknown, reply: HttpReply) => Value | null;
}

async function readJson<Value>(
  target: PatroniSettings,
  url: string,
  call: PatroniCall,
  reading: Reading<Value>,
): Promise<Answer<Value>> {
  const answer = await ask(target, url, reading.path, call);
  if (!answer.ok) return answer;
  const reply = answer.value;
  const asked = endpointWords(url, call.member);
  if (reply.httpStatus === 401 || reply.httpStatus === 403) {
    const reason = `${asked} does not let Howdah in: ${httpStatusWords(reply.httpStatus)}`;
    return refuse(answer, 'authentication', reason);
  }
  const value = reading.statuses.includes(reply.httpStatus)
    ? reading.read(parseJson(reply.text), reply)
    : null;
  if (value !== null) return { ok: true, value, atMs: answer.atMs };
  const got = `${asked} answered GET ${reading.path} with`;
  if (reply.httpStatus !== 200)
    return refuse(answer, 'http_status', `${got} ${httpStatusWords(reply.httpStatus)}`);
  return refuse(answer, 'malformed', `${got} ${wrongBodyWords(reply)}`);
}

function wrongBodyWords(reply: HttpReply): string {
  const start = reply.text.trimStart();
  if (!start.startsWith('{') && !start.startsWith('[')) return `${bodyWords(reply)} instead of JSON`;
  return parseJson(reply.text) === undefined
    ? 'JSON that breaks off or is not well formed'
    : 'JSON that is not the one of Patroni';
}
