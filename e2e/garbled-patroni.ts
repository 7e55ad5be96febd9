import { createServer, type Server, type ServerResponse } from 'node:http';

export type Garble = 'HTML' | '500' | 'half a JSON' | '50 MB' | 'nothing' | 'a list' | 'another JSON';

const hugeBytes = 50_000_000;

/** A server that answers as a broken Patroni, or a wrong address, would. */
export class GarbledPatroni {
  /** How often it was asked since it answers as it does now. */
  asked = 0;
  private garble: Garble = 'nothing';
  private readonly server: Server;

  private constructor() {
    this.server = createServer((_, response) => this.answer(response));
  }

  static async start(): Promise<GarbledPatroni> {
    const patroni = new GarbledPatroni();
    await new Promise<void>((resolve) => patroni.server.listen(0, '127.0.0.1', resolve));
    return patroni;
  }

  get url(): string {
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('it does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  answerWith(garble: Garble): void {
    this.garble = garble;
    this.asked = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(response: ServerResponse): void {
    this.asked += 1;
    const json = { 'Content-Type': 'application/json' };
    switch (this.garble) {
      case 'nothing':
        return;
      case 'HTML':
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Welcome</title>');
        return;
      case '500':
        response.writeHead(500, { 'Content-Type': 'text/html' }).end('Internal Server Error');
        return;
      case 'half a JSON':
        response.writeHead(200, json).end('{"members": [{"name": "node1", "ro');
        return;
      case 'a list':
        response.writeHead(200, json).end('[]');
        return;
      case 'another JSON':
        response.writeHead(200, json).end('{"members": "many", "hello": "world"}');
        return;
      case '50 MB':
        response.writeHead(200, json);
        this.flood(response, hugeBytes);
    }
  }

  private flood(response: ServerResponse, leftBytes: number): void {
    if (response.destroyed) return;
    if (leftBytes <= 0) {
      response.end();
      return;
    }
    const chunk = Buffer.alloc(Math.min(1_000_000, leftBytes), ' ');
    response.write(chunk, () => this.flood(response, leftBytes - chunk.byteLength));
  }
}
