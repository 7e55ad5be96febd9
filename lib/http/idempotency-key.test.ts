import { expect, test } from 'vitest';
import { idempotencyKey } from './idempotency-key';

const requestWith = (headers: Record<string, string>) => new Request('http://127.0.0.1/', { headers });

test('the key of a request is taken as it is, and one that cannot be one is named', () => {
  expect(idempotencyKey(requestWith({}))).toBeUndefined();
  expect(idempotencyKey(requestWith({ 'Idempotency-Key': '5f0c-9' }))).toBe('5f0c-9');
  for (const key of ['', 'two words', 'é', 'k'.repeat(256)]) {
    expect(() => idempotencyKey(requestWith({ 'Idempotency-Key': key }))).toThrow(
      /Idempotency-Key: must be 1 to 255 visible ASCII characters/,
    );
  }
});
