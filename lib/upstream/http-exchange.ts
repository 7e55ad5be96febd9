import { STATUS_CODES } from 'node:http';
import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher, request } from 'undici';
import type { TlsSettings } from '@/lib/settings/types';
import type { Answer, FailureKind } from './answer';
import { AddressNotAllowed } from './member-address';

/** No status page or REST answer of a cluster of a few dozen members comes near this. */
const maximumBodyBytes = 2 * 1024 * 1024;
const connectTimeoutMs = 5_000;

export interface HttpQuestion {
  readonly dispatcher: Dispatcher;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** How a reason names the upstream: `node2 (127.0.0.12:8008)`. */
  readonly asked: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From connecting to the last byte of the body. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpReply {
  readonly httpStatus: number;
  readonly contentType: string;
  /** The upstream's own clock, from the `Date` header, in whole seconds. */
  readonly clockMs: number | null;
  readonly text: string;
}

/** `sent: false` where it is certain that no request went out, so that nothing can have come of it. */
export type HttpAnswer =
  | Extract<Answer<HttpReply>, { ok: true }>
  | (Extract<Answer<HttpReply>, { ok: false }> & { readonly sent: boolean });

/**
 * An agent for upstreams that close after each answer. Bodies beyond 2 MB end the exchange.
 * `verify: false` accepts any certificate. `lookup` resolves names in place of the system's.
 */
export function httpAgent(tls: TlsSettings | null, lookup?: LookupFunction): Agent {
  return new Agent({
    // Patroni speaks HTTP/1.0: a connection is good for one request.
    pipelining: 0,
    maxResponseSize: maximumBodyBytes,
    // One deadline over the whole exchange replaces these two.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: connectTimeoutMs,
      ...(lookup === undefined ? {} : { lookup }),
      ...(tls === null ? {} : { rejectUnauthorized: tls.verify }),
      ...(tls?.ca == null ? {} : { ca: tls.ca }),
      ...(tls?.cert == null ? {} : { cert: tls.cert }),
      ...(tls?.key == null ? {} : { key: tls.key }),
    },
  });
}

/**
 * One request and its whole answer, whatever its status; redirects are not followed.
 * Fails as data: no connection, no answer in time, an answer too large or not HTTP.
 */
export async function exchange(question: HttpQuestion): Promise<HttpAnswer> {
  const deadline = new Deadline(question.timeoutMs, question.signal);
  try {
    const answered = ask(question, deadline.signal);
    // Aborting does not end a request that is still connecting: a frozen host would hold its asker up.
    const value = await Promise.race([answered, deadline.reached]);
    return { ok: true, value, atMs: Date.now() };
  } catch (error) {
    return { ok: false, ...explain(error, question, deadline), atMs: Date.now() };
  } finally {
    deadline.end();
  }
}

async function ask(question: HttpQuestion, signal: AbortSignal): Promise<HttpReply> {
  const response = await request(question.url, {
    dispatcher: question.dispatcher,
    method: question.method,
    headers: { ...question.headers },
    body: question.body ?? null,
    signal,
  });
  const text = await response.body.text();
  return {
    httpStatus: response.statusCode,
    contentType: textOf(response.headers['content-type']),
    clockMs: momentOf(textOf(response.headers.date)),
    text,
  };
}

/** Fails an answer that arrived but is not what was asked for. */
export function refuse<Value>(
  answer: Answer<HttpReply>,
  kind: FailureKind,
  reason: string,
): Answer<Value> & { ok: false } {
  return { ok: false, kind, reason, atMs: answer.atMs };
}

/** `HTTP 503 Service Unavailable`. */
export function httpStatusWords(httpStatus: number): string {
  return ['HTTP', httpStatus, STATUS_CODES[httpStatus]].filter((word) => word !== undefined).join(' ');
}

/** How a body that was meant to be something else is called in a reason. */
export function bodyWords(reply: HttpReply): string {
  if (reply.text.trim() === '') return 'an empty page';
  if (reply.contentType.includes('html') || reply.text.trimStart().startsWith('<')) return 'a HTML page';
  return 'something else';
}

class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #outer: AbortSignal | undefined;
  readonly #abort = () => this.#controller.abort();
  /** Rejects when the time is over or the question is withdrawn. */
  readonly reached: Promise<never>;
  passed = false;

  constructor(timeoutMs: number, outer: AbortSignal | undefined) {
    this.#outer = outer;
    this.reached = new Promise((_, reject) => {
      this.signal.addEventListener('abort', () => reject(this.signal.reason), { once: true });
    });
    this.#timer = setTimeout(() => {
      this.passed = true;
      this.#abort();
    }, timeoutMs);
    if (outer?.aborted) this.#abort();
    outer?.addEventListener('abort', this.#abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** `AbortSignal.any` keeps its source alive: a poller's long-lived signal would collect one a poll. */
  end(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#abort);
  }
}

interface Failure {
  readonly kind: FailureKind;
  readonly reason: string;
  readonly sent: boolean;
}

function explain(error: unknown, question: HttpQuestion, deadline: Deadline): Failure {
  const { asked, timeoutMs } = question;
  if (deadline.passed) {
    return { kind: 'timeout', reason: `${asked} did not answer within ${seconds(timeoutMs)}`, sent: true };
  }
  if (question.signal?.aborted) {
    return { kind: 'other', reason: `${asked} was no longer asked: the question was withdrawn`, sent: true };
  }
  if (error instanceof AddressNotAllowed) {
    return { kind: 'not_allowed', reason: `${asked} ${error.message}`, sent: false };
  }
  const code = codeOf(error);
  const known = failures[code];
  if (known !== undefined)
    return { kind: known.kind, reason: `${asked} ${known.words}`, sent: !known.unsent };
  if (isTlsCode(code)) return { kind: 'tls', reason: `${asked}: TLS failed (${code})`, sent: false };
  if (code.startsWith('HPE_') || code === 'HTTPParserError') {
    return {
      kind: 'malformed',
      reason: `${asked} answered something that is not HTTP`,
      sent: true,
    };
  }
  return { kind: 'other', reason: `${asked} could not be asked (${code})`, sent: true };
}

interface KnownFailure {
  readonly kind: FailureKind;
  readonly words: string;
  /** It happens only while connecting. */
  readonly unsent?: true;
}

const lost: KnownFailure = {
  kind: 'connection_lost',
  words: 'closed the connection without a whole answer',
};
const unresolvable: KnownFailure = {
  kind: 'unresolvable',
  words: 'has a name that cannot be resolved',
  unsent: true,
};

const failures: Readonly<Record<string, KnownFailure>> = {
  ECONNREFUSED: { kind: 'refused', words: 'refuses connections: nothing listens there', unsent: true },
  ENOTFOUND: unresolvable,
  EAI_AGAIN: unresolvable,
  EHOSTUNREACH: { kind: 'other', words: 'cannot be reached: no route to the host' },
  ENETUNREACH: { kind: 'other', words: 'cannot be reached: no route to its network' },
  ECONNRESET: lost,
  EPIPE: lost,
  UND_ERR_SOCKET: lost,
  UND_ERR_CONNECT_TIMEOUT: {
    kind: 'timeout',
    words: `did not accept a connection within ${seconds(connectTimeoutMs)}`,
    unsent: true,
  },
  ETIMEDOUT: { kind: 'timeout', words: 'stopped answering' },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: lost,
  UND_ERR_RES_EXCEEDED_MAX_SIZE: { kind: 'too_large', words: 'answered more than 2 MB' },
  UND_ERR_HEADERS_OVERFLOW: { kind: 'too_large', words: 'answered with headers beyond all measure' },
};

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'name' in error && typeof error.name === 'string' ? error.name : 'unknown';
}

function isTlsCode(code: string): boolean {
  return (
    /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/.test(code) ||
    code === 'EPROTO' ||
    code === 'HOSTNAME_MISMATCH'
  );
}

function textOf(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? '';
}

function momentOf(text: string): number | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
