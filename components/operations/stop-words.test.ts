import { expect, test } from 'vitest';
import { stopWords } from './stop-words';

test.each([
  ['restore', 'calls_off', 'Cancel this operation'],
  ['restore', 'puts_back', 'Stop, and put the cluster back'],
  ['backup', 'puts_back', 'Cancel this operation'],
  ['restore', 'leaves', 'Stop watching'],
  ['switchover', 'leaves', 'Stop watching'],
] as const)('stopping a %s that %s is called «%s»', (kind, stopMeans, label) => {
  expect(stopWords({ kind, stopMeans }).label).toBe(label);
});
