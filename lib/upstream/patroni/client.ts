import type { Agent } from 'undici';
import type { PatroniSettings } from '@/lib/settings/types';
import { exchange, type HttpAnswer, httpAgent } from '@/lib/upstream/http-exchange';

export interface PatroniCall {
  /** From connecting to the last byte. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** The member's name where it is known, so that a reason can name it. */
  readonly member?: string | undefined;
}

type Write = 'POST' | 'PATCH' | 'DELETE';

const agents = new WeakMap<PatroniSettings, Agent>();

function agentOf(target: PatroniSettings): Agent {
  const agent = agents.get(target) ?? httpAgent(target.tls);
  agents.set(target, agent);
  return agent;
}

/** `GET path` of the Patroni at `url` (no trailing slash). Never sends the password: Patroni asks for none. */
export function ask(
  target: PatroniSettings,
  url: string,
  path: string,
  call: PatroniCall,
): Promise<HttpAnswer> {
  return exchange({
    dispatcher: agentOf(target),
    method: 'GET',
    url: `${url}${path}`,
    asked: endpointWords(url, call.member),
    timeoutMs: call.timeoutMs,
    signal: call.signal,
  });
}

/** A changing request, with basic authentication where the settings have a user. */
export function send(
  target: PatroniSettings,
  url: string,
  request: { readonly method: Write; readonly path: string; readonly body?: unknown },
  call: PatroniCall,
): Promise<HttpAnswer> {
  return exchange({
    dispatcher: agentOf(target),
    method: request.method,
    url: `${url}${request.path}`,
    asked: endpointWords(url, call.member),
    headers: {
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...authorization(target),
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    timeoutMs: call.timeoutMs,
    signal: call.signal,
  });
}

/** `node2 (127.0.0.12:8008)`, or the address alone. */
export function endpointWords(url: string, member?: string): string {
  const address = URL.canParse(url) ? new URL(url).host : 'Patroni';
  return member === undefined ? address : `${member} (${address})`;
}

function authorization(target: PatroniSettings): Record<string, string> {
  if (target.username === null || target.password === null) return {};
  const pair = Buffer.from(`${target.username}:${target.password}`).toString('base64');
  return { authorization: `Basic ${pair}` };
}
