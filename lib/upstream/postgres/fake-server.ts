import { type AddressInfo, createServer, type Socket } from 'node:net';

/**
 * Just enough of PostgreSQL's protocol to answer one column of JSON, and to misbehave as real servers do.
 * For tests only. Messages are built as text of one byte a character.
 */
export async function startFakeServer() {
  const sockets = new Set<Socket>();
  let mode: 'answers' | 'silent' = 'answers';
  let reading: unknown = null;
  let connectionCount = 0;

  const server = createServer((socket) => {
    connectionCount += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let started = false;
    socket.setEncoding('latin1').on('data', (data) => {
      const asked = String(data);
      if (mode === 'silent') return;
      if (!started) {
        started = true;
        socket.write(message('R', int32(0)) + message('Z', 'I'), 'latin1');
      } else if (asked.startsWith('Q')) {
        const answer = asked.includes('has_function_privilege')
          ? row('control', 16, 't')
          : row('reading', 3802, JSON.stringify(reading));
        socket.write(answer, 'latin1');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    port,
    answer(value: unknown) {
      mode = 'answers';
      reading = value;
    },
    /** As a stopped process: the kernel still takes connections and bytes. */
    freeze() {
      mode = 'silent';
    },
    dropConnections() {
      for (const socket of sockets) socket.destroy();
    },
    openConnections: () => sockets.size,
    connectionCount: () => connectionCount,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function row(name: string, typeId: number, value: string): string {
  const column = `${name}\0${int32(0)}${int16(0)}${int32(typeId)}${int16(-1)}${int32(-1)}${int16(0)}`;
  return (
    message('T', int16(1) + column) +
    message('D', int16(1) + int32(value.length) + value) +
    message('C', 'SELECT 1\0') +
    message('Z', 'I')
  );
}

export function message(type: string, body: string): string {
  return type + int32(body.length + 4) + body;
}

export function int32(value: number): string {
  return int16(value >> 16) + int16(value);
}

function int16(value: number): string {
  return String.fromCharCode((value >> 8) & 0xff, value & 0xff);
}
