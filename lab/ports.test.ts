import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addressBlock, endpoints } from './address-block';
import { occupiedEndpoints, parseListeners } from './ports';

describe('ports', () => {
  it('that someone listens on are read from the kernel’s table, connections are not', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue',
      '   0: 0B00007F:1538 00000000:0000 0A 00000000:00000000',
      '   1: 0C00007F:1F48 0100007F:A1B2 01 00000000:00000000',
      '   2: 00000000:0016 00000000:0000 0A 00000000:00000000',
    ].join('\n');
    expect([...parseListeners(table)]).toEqual(['127.0.0.11:5432', '0.0.0.0:22']);
  });

  it('that are taken are named before a lab starts', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(5001, '127.213.4.10', resolve));
    try {
      expect(await occupiedEndpoints(endpoints(addressBlock('127.213.4.10')))).toEqual([
        { what: 'HAProxy reads', address: '127.213.4.10', port: 5001 },
      ]);
    } finally {
      server.close();
    }
  });
});
