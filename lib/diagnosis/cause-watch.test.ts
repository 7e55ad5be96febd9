import { expect, it } from 'vitest';
import type { SeenCause } from '@/lib/contract/diagnosis';
import { memberNameSchema } from '@/lib/contract/names';
import { sampleSnapshot } from '@/lib/domain/fixtures/snapshot';
import { CauseWatch } from './cause-watch';

const member = memberNameSchema.parse('node2');
const cause: SeenCause = {
  member,
  id: 'port-taken',
  title: 'Another process holds the port',
  short: 'port taken',
  certainty: 'certain',
  seen: '10.0.0.2:5432 is held by process 7',
  at: '2026-11-22T22:00:59.000Z',
};
const broken = sampleSnapshot({
  at: '2026-11-22T22:01:00.000Z',
  findings: [
    {
      id: 'member-down:node2',
      severity: 'warning',
      subject: { type: 'member', name: 'node2' },
      title: 'PostgreSQL of node2 is down',
      why: '',
      action: '',
      command: null,
      diagnosis: null,
      since: '2026-11-22T22:00:30.000Z',
    },
  ],
});

it('tells once that a cause was named, and forgets it as soon as nothing needs attention any more', () => {
  let named: SeenCause[] = [];
  let changes = 0;
  const watch = new CauseWatch({
    diagnoses: { causesOf: () => named },
    onChange: () => {
      changes += 1;
    },
  });
  watch.take(broken);
  expect(changes, 'the look is not over').toBe(0);
  named = [cause];
  watch.take(broken);
  watch.take(broken);
  expect(watch.causes()).toEqual([cause]);
  expect(changes).toBe(1);
  named = [{ ...cause, at: '2026-11-22T22:01:29.000Z' }];
  watch.take(broken);
  expect(changes, 'another look that found the same').toBe(1);
  watch.take(sampleSnapshot());
  expect(watch.causes()).toEqual([]);
  expect(changes).toBe(2);
});
