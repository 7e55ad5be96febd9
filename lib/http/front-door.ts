import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ErrorBody, type ErrorCode, errorStatus } from '@/lib/contract/errors';
import type { Settings } from '@/lib/settings/types';

/** Who is at the other end of the connection; only this server sets it. */
export const peerHeader = 'x-howdah-peer';

const known = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * What every request passes before Next sees it: headers on whatever is answered, and what is refused whoever asks.
 * True: it may go on.
 */
export function passFrontDoor(
  request: IncomingMessage,
  response: ServerResponse,
  settings: Pick<Settings, 'listen' | 'allowedHosts'>,
  isDevelopment: boolean,
): boolean {
  const policy = contentPolicy(randomBytes(16).toString('base64'), isDevelopment);
  for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
  response.setHeader('Content-Security-Policy', policy);
  // Next takes the nonce for its scripts from here.
  request.headers['content-security-policy'] = policy;
  request.headers[peerHeader] = request.socket.remoteAddress ?? 'somebody';
  const refusal = refusalOf(request, settings);
  if (refusal === null) return true;
  refuse(response, refusal);
  return false;
}

/** Howdah speaks no protocol beside HTTP: a connection that asks for one would only be held open. */
export function refuseUpgrade(socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  socket.end('HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

const safeHeaders = {
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** Scripts only with this answer's nonce; in development Next evaluates code and opens a web socket. */
function contentPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    // Charts place what they draw by style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
}

function refusalOf(
  { headers, method = '', url = '' }: IncomingMessage,
  settings: Pick<Settings, 'listen' | 'allowedHosts'>,
): Refusal | null {
  if (!mayBeCalledBy(headers.host, settings)) {
    const name = JSON.stringify(headers.host ?? '');
    const message = `Howdah does not answer to the name ${name}. Add it to allowedHosts in howdah.yaml`;
    return { code: 'forbidden', message };
  }
  if (!known.has(method))
    return { code: 'method_not_allowed', message: `Howdah does not know the method ${method}` };
  try {
    decodeURIComponent(url);
  } catch {
    return { code: 'invalid_input', message: 'path: the percent signs in it are no encoding of UTF-8' };
  }
  return null;
}

/** A page elsewhere whose name is made to point at this address (DNS rebinding) must not be served. */
export function mayBeCalledBy(
  hostHeader: string | undefined,
  { listen, allowedHosts }: Pick<Settings, 'listen' | 'allowedHosts'>,
): boolean {
  if (hostHeader === undefined || !URL.canParse(`http://${hostHeader}`)) return false;
  const name = new URL(`http://${hostHeader}`).hostname.replace(/^\[|\]$/g, '');
  return (
    isIP(name) !== 0 ||
    name === 'localhost' ||
    [listen.host, ...allowedHosts].some((allowed) => allowed.toLowerCase() === name)
  );
}

function refuse(response: ServerResponse, { code, message }: Refusal): void {
  const body: ErrorBody = { error: { code, message, requestId: randomUUID() } };
  response.writeHead(errorStatus[code], { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
