import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restoreChoiceSchema, restorePointName } from '@/lib/contract/restore';
import { decodeRestoreChoice, encodeRestoreChoice } from './restore-link';

const target = fc.oneof(
  fc
    .date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true })
    .map((at) => ({ type: 'time', at: at.toISOString() })),
  fc.constantFrom('0/90000A0', 'FFFFFFFF/FFFFFFFF').map((lsn) => ({ type: 'lsn', lsn })),
  fc.nat().map((xid) => ({ type: 'xid', xid: String(xid) })),
  fc
    .string({ minLength: 1, maxLength: 63 })
    .filter((name) => restorePointName.test(name))
    .map((name) => ({ type: 'name', name })),
  fc.constantFrom({ type: 'immediate' }, { type: 'latest' }),
);

describe('a restore in a link', () => {
  it('comes back as it was, also by way of an URL', () => {
    fc.assert(
      fc.property(
        target,
        fc.option(fc.integer({ min: 1, max: 2 ** 31 })),
        fc.option(fc.constantFrom('20261122-213210F', '20261122-213210F_20261122-213214D')),
        fc.option(fc.integer({ min: 1, max: 256 })),
        (aim, timeline, set, repository) => {
          const choice = restoreChoiceSchema.parse({ target: aim, timeline, set, repository });
          const search = new URLSearchParams({ restore: encodeRestoreChoice(choice) }).toString();
          expect(decodeRestoreChoice(new URLSearchParams(search).get('restore'))).toEqual(choice);
        },
      ),
    );
  });

  it('can be read by a person', () => {
    const choice = restoreChoiceSchema.parse({
      target: { type: 'time', at: '2026-11-22T10:32:10.250Z' },
      timeline: 3,
    });
    expect(encodeRestoreChoice(choice)).toBe('time:2026-11-22T10:32:10.250Z,timeline:3');
  });

  it('is nothing when it was written wrongly', () => {
    for (const text of [
      '',
      'time',
      'time:soon',
      'lsn:x',
      'when:1',
      'latest:,timeline:-1',
      'latest:,set:',
      'name:%',
    ]) {
      expect(decodeRestoreChoice(text)).toBeNull();
    }
    expect(decodeRestoreChoice(null)).toBeNull();
  });
});
