import { expect, it } from 'vitest';
import { resolveHost } from './resolve-host';

it('gives the addresses of a name, and an address as itself', async () => {
  expect(await resolveHost('localhost', { timeoutMs: 30_000 })).toMatchObject({ ok: true });
  expect(await resolveHost('127.0.0.9', { timeoutMs: 30_000 })).toMatchObject({
    ok: true,
    value: ['127.0.0.9'],
  });
});

it('fails as data where there is no such name', async () => {
  const answer = await resolveHost('nobody.invalid', { timeoutMs: 30_000 });
  expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining('nobody.invalid') });
});
