import { isIP } from 'node:net';
import type { Agent } from 'undici';
import type { PatroniSettings } from '@/lib/settings/types';
import { exchange, type HttpAnswer, type HttpQuestion, httpAgent } from '@/lib/upstream/http-exchange';
import { AddressNotAllowed, allowedAddress, lookupWithin } from '@/lib/upstream/member-address';

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
  const agent = agents.get(target) ?? httpAgent(target.tls, lookupWithin(target.members));
  agents.set(target, agent);
  return agent;
}

/**
 * Asks only where the settings allow it: `url` is of the settings, or what a Patroni says of a member. Over http only
 * where the settings say http, so that no answer can take a password out of TLS.
 */
async function exchangeWithin(
  target: PatroniSettings,
  url: string,
  question: HttpQuestion,
): Promise<HttpAnswer> {
  const why = target.urls.includes(url) ? null : await whyNotAsked(target, url);
  if (why === null) return exchange(question);
  const reason = `${question.asked} ${why}`;
  return { ok: false, kind: 'not_allowed', reason, sent: false, atMs: Date.now() };
}

async function whyNotAsked({ urls, members }: PatroniSettings, url: string): Promise<string | null> {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && urls.some((one) => one.startsWith('https:'))) {
    return `is not asked: its address is ${url}, and the settings ask Patroni over https; \`patroni.urls\` with this one among them allows it`;
  }
  // A name is looked at when it is resolved, so that what is connected to is what was looked at.
  if (isIP(hostname.replace(/^\[|\]$/g, '')) === 0) return null;
  return allowedAddress(members, hostname).then(
    () => null,
    (error: unknown) => {
      if (error instanceof AddressNotAllowed) return error.message;
      throw error;
    },
  );
}

/** `GET path` of the Patroni at `url` (no trailing slash). Never sends the password: Patroni asks for none. */
export function ask(
  target: PatroniSettings,
  url: string,
  path: string,
  call: PatroniCall,
): Promise<HttpAnswer> {
  return exchangeWithin(target, url, {
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
  return exchangeWithin(target, url, {
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
