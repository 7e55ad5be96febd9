import 'server-only';
import type { LiveMessage } from '@/lib/contract/live';
import type { Howdah } from '@/lib/runtime/howdah';
import { takeStream } from './live-streams';

// A browser that reads slower than this falls behind for good: it is cut off and comes back with a fresh state.
const bufferLimitMessages = 64;
const tickMs = 1000;
const encoder = new TextEncoder();
const encoded = new WeakMap<object, Uint8Array>();

/** One server-sent stream to one browser. What many browsers are sent is put into bytes once. */
export function liveResponse(
  howdah: Howdah,
  cluster: string | null,
  request: { readonly signal: AbortSignal; readonly peer: string },
): Response {
  if (cluster !== null) howdah.snapshot(cluster);
  const leave = takeStream(request.peer);
  // No AbortSignal.any: with a listener on it, Node 20 keeps it for ever.
  const ended = new AbortController();
  const end = () => ended.abort();
  request.signal.addEventListener('abort', end, { once: true });
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let lastSentMs = performance.now();
        const send = (message: LiveMessage) => {
          if (ended.signal.aborted) return;
          if ((controller.desiredSize ?? 0) <= 0) {
            ended.abort();
            return;
          }
          lastSentMs = performance.now();
          controller.enqueue(encode(message));
        };
        const ticker = setInterval(() => {
          if (performance.now() - lastSentMs >= tickMs)
            send({ name: 'tick', data: { at: new Date().toISOString() } });
        }, tickMs);
        const onEnd = () => {
          clearInterval(ticker);
          request.signal.removeEventListener('abort', end);
          leave();
          try {
            controller.close();
          } catch {
            // The browser has closed it already.
          }
        };
        ended.signal.addEventListener('abort', onEnd, { once: true });
        controller.enqueue(encoder.encode('retry: 1000\n\n'));
        try {
          howdah.watch(cluster, send, ended.signal);
        } catch (error) {
          controller.error(error);
          ended.abort();
        }
        if (request.signal.aborted) ended.abort();
      },
      cancel: end,
    },
    { highWaterMark: bufferLimitMessages },
  );
  return new Response(stream, { headers: liveHeaders });
}

const liveHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // no-transform keeps proxies, and Next's own compression, from holding messages back.
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

function encode(message: LiveMessage): Uint8Array {
  const known = encoded.get(message.data);
  if (known !== undefined) return known;
  const bytes = encoder.encode(`event: ${message.name}\ndata: ${JSON.stringify(message.data)}\n\n`);
  encoded.set(message.data, bytes);
  return bytes;
}
