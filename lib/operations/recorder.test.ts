import { expect, test } from 'vitest';
import { createOperation } from '@/lib/store/operations';
import { MemoryStore } from './fixtures/site/memory-store';
import { VirtualClock } from './fixtures/virtual-clock';
import { newOperation } from './operation-record';
import { createRecorder } from './recorder';
import { prepareRequest } from './request';

test('what must be written at once does not wait for a figure that may be written later', async () => {
  const clock = new VirtualClock(1);
  const store = new MemoryStore();
  const prepared = prepareRequest('switchover', { candidate: 'node2' });
  const plan = {
    effect: '',
    checks: [],
    blocked: false,
    options: null,
    steps: [],
    commands: [],
    confirmLabel: '',
  };
  const request = { kind: 'switchover', input: {} } as const;
  const operation = newOperation({
    cluster: 'demo',
    request,
    requestedBy: 'me',
    prepared,
    plan: { ...plan, steps: [{ id: 'ask', title: 'Ask', detail: '', command: null }] },
    nowMs: clock.nowMs(),
  });
  await createOperation(store, { operation, memory: {} });
  const leaving = new AbortController().signal;
  const logger = { info() {}, warn() {}, error() {} };
  const recorder = createRecorder({ operation, memory: {} }, { store, publish() {}, clock, logger, leaving });
  const written = () => JSON.parse(store.rows[0]?.document ?? '{}').steps.at(-1).status;
  recorder.log('ask', 'a figure');
  await clock.pass(10);
  recorder.changeStep('ask', { status: 'running' }, true);
  await clock.pass(0);
  expect(written()).toBe('running');
});
