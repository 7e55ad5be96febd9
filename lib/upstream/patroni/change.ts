import type { PatroniSettings } from '@/lib/settings/types';
import { type HttpAnswer, type HttpReply, httpStatusWords } from '@/lib/upstream/http-exchange';
import { type PatroniCall, send } from './client';

/** What a changing request to Patroni came to. */
export interface PatroniChange {
  /**
   * `done`: Patroni says that it happened. `accepted`: noted, for later. `refused`: nothing will happen.
   * `unknown`: it may have happened or may still happen; only the cluster can tell. Never send it again on this.
   */
  readonly outcome: 'done' | 'accepted' | 'refused' | 'unknown';
  /** Null when no answer came. */
  readonly httpStatus: number | null;
  /** Patroni's own words, or why there are none. */
  readonly text: string;
  readonly atMs: number;
}

/** Patroni polls for its outcome for up to 2 × max(10, loop_wait) seconds before it answers. */
const switchoverTimeoutMs = 60_000;

/**
 * `POST /switchover`: `leader` and `candidate` are names of members; a null candidate leaves the choice to Patroni.
 * `scheduledAt` is an ISO moment with its zone; null is now. Ask any member.
 */
export async function postSwitchover(
  target: PatroniSettings,
  url: string,
  request: {
    readonly leader: string;
    readonly candidate: string | null;
    readonly scheduledAt: string | null;
  },
  call: Partial<PatroniCall> = {},
): Promise<PatroniChange> {
  const body = {
    leader: request.leader,
    ...(request.candidate === null ? {} : { candidate: request.candidate }),
    ...(request.scheduledAt === null ? {} : { scheduled_at: request.scheduledAt }),
  };
  const answer = await send(
    target,
    url,
    { method: 'POST', path: '/switchover', body },
    { timeoutMs: switchoverTimeoutMs, ...call },
  );
  // Its 503 are "status unknown", "failed" and "failed to write … into DCS": after each of them it may have happened.
  return changeOf(answer, 'unknown');
}

/**
 * `POST /failover` to `candidate`, the name of a member, where nobody leads: it need not be in the synchronous set, and
 * what it does not have is lost. Patroni polls for the outcome as for a switchover. Ask any member.
 */
export async function postFailover(
  target: PatroniSettings,
  url: string,
  { candidate }: { readonly candidate: string },
  call: Partial<PatroniCall> = {},
): Promise<PatroniChange> {
  const request = { method: 'POST', path: '/failover', body: { candidate } } as const;
  return changeOf(await send(target, url, request, { timeoutMs: switchoverTimeoutMs, ...call }), 'unknown');
}

/** `DELETE /switchover`: forgets a scheduled switchover; refused with 404 when none is scheduled. */
export async function deleteSwitchover(
  target: PatroniSettings,
  url: string,
  call: PatroniCall,
): Promise<PatroniChange> {
  return changeOf(await send(target, url, { method: 'DELETE', path: '/switchover' }, call), 'unknown');
}

/**
 * `POST /reinitialize` of the replica whose Patroni is at `url`: `done` means that it began.
 * Its 503 carries why it did not (`I am the leader, can not reinitialize`, `reinitialize already in progress`).
 */
export async function postReinitialize(
  target: PatroniSettings,
  url: string,
  request: { readonly force: boolean },
  call: PatroniCall,
): Promise<PatroniChange> {
  const body = { force: request.force };
  return changeOf(await send(target, url, { method: 'POST', path: '/reinitialize', body }, call), 'refused');
}

/**
 * `PATCH /config` with `pause`: members notice within `loop_wait`. Ask any member. Sending it again does no harm.
 */
export async function patchPause(
  target: PatroniSettings,
  url: string,
  paused: boolean,
  call: PatroniCall,
): Promise<PatroniChange> {
  const body = { pause: paused ? true : null };
  return changeOf(await send(target, url, { method: 'PATCH', path: '/config', body }, call), 'unknown');
}

/** `POST /restart` of the member at `url`, now: its PostgreSQL stops and starts with the parameters that Patroni has. */
export async function postRestart(
  target: PatroniSettings,
  url: string,
  call: PatroniCall,
): Promise<PatroniChange> {
  return changeOf(await send(target, url, { method: 'POST', path: '/restart', body: {} }, call), 'unknown');
}

function changeOf(answer: HttpAnswer, whenUnavailable: PatroniChange['outcome']): PatroniChange {
  if (!answer.ok) {
    return {
      outcome: answer.sent ? 'unknown' : 'refused',
      httpStatus: null,
      text: answer.reason,
      atMs: answer.atMs,
    };
  }
  const { httpStatus } = answer.value;
  return {
    outcome: outcomeOf(httpStatus, whenUnavailable),
    httpStatus,
    text: wordsOf(answer.value),
    atMs: answer.atMs,
  };
}

function outcomeOf(httpStatus: number, whenUnavailable: PatroniChange['outcome']): PatroniChange['outcome'] {
  if (httpStatus === 202) return 'accepted';
  if (httpStatus >= 200 && httpStatus < 300) return 'done';
  if (httpStatus === 503) return whenUnavailable;
  return httpStatus >= 400 && httpStatus < 500 ? 'refused' : 'unknown';
}

/** Patroni answers changes in plain text; Python's own error pages and those of a proxy in between are HTML. */
function wordsOf(reply: HttpReply): string {
  const text = reply.text.trim();
  if (text === '' || text.startsWith('<')) return httpStatusWords(reply.httpStatus);
  return text.length > maximumTextLength ? `${text.slice(0, maximumTextLength)}…` : text;
}

const maximumTextLength = 500;
