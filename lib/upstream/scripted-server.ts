import { EventEmitter, once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A TCP server for tests that answers each request as it is told, down to the byte. */
export interface ScriptedServer {
  readonly url: string;
  /** What was asked, head and body, in the order of arrival. */
  readonly requests: readonly string[];
  /** Ends when a client has connected. */
  readonly firstOpened: Promise<void>;
  /** Ends when the client of the first connection has gone. */
  readonly firstClosed: Promise<void>;
  close(): Promise<void>;
}

export type Script = (socket: Socket, request: string) => void;

export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const connections = new EventEmitter();
  const firstOpened = once(connections, 'opened').then(() => undefined);
  const firstClosed = once(connections, 'closed').then(() => undefined);
  const server = createServer((socket) => {
    sockets.add(socket);
    connections.emit('opened');
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      connections.emit('closed');
    });
    let received = '';
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('utf8');
      if (!isWhole(received)) return;
      requests.push(received);
      script(socket, received);
      received = '';
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    firstOpened,
    firstClosed,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers as Patroni does: HTTP/1.0, no length, and the connection closed behind it. */
export function answerWith(
  httpStatus: number,
  body: string,
  headers: readonly string[] = ['Content-Type: application/json'],
): Script {
  return (socket) => {
    socket.end([`HTTP/1.0 ${httpStatus} Words`, ...headers, '', body].join('\r\n'));
  };
}

function isWhole(request: string): boolean {
  const isTlsHello = request.startsWith('\x16');
  if (isTlsHello) return true;
  const [head, body] = request.split('\r\n\r\n', 2);
  if (head === undefined || body === undefined) return false;
  const length = /^content-length: (\d+)$/im.exec(head)?.[1];
  return Buffer.byteLength(body) >= Number(length ?? 0);
}
