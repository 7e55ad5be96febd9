import 'server-only';
import type { LiveMessage } from '@/lib/contract/live';
import type { Howdah } from '@/lib/runtime/howdah';

// A browser that reads slower than this falls behind for good: it is cut off and comes back with a fresh state.
const bufferLimitMessages = 64;
const tickMs = 1000;
const encoder = new TextEncoder();
const encoded = new WeakMap<object, Uint8Array>();

/** One server-sent stream to one browser. What many browsers are sent is put into bytes once. */
export function liveResponse(howdah: Howdah, cluster: string | null, signal: AbortSignal): Response {
  if (cluster !== null) howdah.snapshot(cluster);
  const ended = new AbortController();
  const stop = AbortSignal.any([signal, ended.signal]);
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let lastSentMs = Date.now();
        const send = (message: LiveMessage) => {
          if (stop.aborted) return;
          if ((controller.desiredSize ?? 0) <= 0) {
            ended.abort();
            return;
          }
          lastSentMs = Date.now();
          controller.enqueue(encode(message));
        };
        const ticker = setInterval(() => {
          if (Date.now() - lastSentMs >= tickMs)
            send({ name: 'tick', data: { at: new Date().toISOString() } });
        }, tickMs);
        stop.addEventListener('abort', () => {
          clearInterval(ticker);
          try {
            controller.close();
          } catch {
            // The browser has closed it already.
          }
        });
        controller.enqueue(encoder.encode('retry: 1000\n\n'));
        howdah.watch(cluster, send, stop);
      },
      cancel() {
        ended.abort();
      },
    },
    { highWaterMark: bufferLimitMessages },
  );
  return new Response(stream, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // no-transform keeps proxies, and Next's own compression, from holding messages back.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  });
}

function encode(message: LiveMessage): Uint8Array {
  const known = encoded.get(message.data);
  if (known !== undefined) return known;
  const bytes = encoder.encode(`event: ${message.name}\ndata: ${JSON.stringify(message.data)}\n\n`);
  encoded.set(message.data, bytes);
  return bytes;
}
