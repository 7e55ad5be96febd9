import { expect, test } from 'vitest';
import { RequestKeys } from './request-keys';

const request = { kind: 'switchover', input: { candidate: 'node2' } };

test('a request keeps its key until it is answered; another request, and the next, have their own', () => {
  const keys = new RequestKeys();
  const first = keys.of(request);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(keys.of({ ...request })).toBe(first);
  const another = keys.of({ kind: 'check', input: {} });
  expect(another).not.toBe(first);
  keys.answered();
  expect(keys.of({ kind: 'check', input: {} })).not.toBe(another);
});
