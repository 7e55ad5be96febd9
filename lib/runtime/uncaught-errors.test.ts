import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { countUncaught } from './uncaught-errors';

test('what nobody caught is counted, logged with its reason, and does not end the process', () => {
  const source = new EventEmitter();
  const logged: object[] = [];
  const uncaught = countUncaught(
    { error: (fields: object) => void logged.push(fields) } as never,
    source as NodeJS.Process,
  );
  expect(uncaught()).toEqual({ count: 0, lastAt: null, last: null });
  source.emit('uncaughtException', new Error('a timer threw'));
  source.emit('unhandledRejection', 'nobody waited');
  expect(uncaught()).toMatchObject({ count: 2, last: 'nobody waited' });
  expect(logged).toMatchObject([
    { err: new Error('a timer threw'), origin: 'uncaughtException', count: 1 },
    { err: 'nobody waited', origin: 'unhandledRejection', count: 2 },
  ]);
});
